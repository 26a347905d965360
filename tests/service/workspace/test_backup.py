"""Backup of a library, and restoring it."""

import io
import shutil
import tarfile
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from embeddings.documents import Article
from embeddings.errors import WenbaoError
from embeddings.library.bundle import read_bundle
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.storage.checksummed_json import dump_checksummed
from embeddings.storage.locks import Lock, LockFile
from service.assistant import Assistant
from service.workspace import backup
from service.workspace import index_maintenance as upkeep
from service.workspace.workspace import Workspace
from tests.support.backups import PAGES, QUESTION, inconsistencies, opened
from tests.support.console import wenbao
from tests.support.contract import ask
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path / "data", PAGES)


def elsewhere(workspace: Workspace, data: Path) -> Workspace:
    """Open a restored folder with an analyzer that is already loaded."""
    settings = workspace.settings.model_copy(update={"data": data})
    library = Library(settings.library_path)
    snapshot = upkeep.bring_up_to_date(settings, library, workspace.analyzer, lambda *_: None)
    return Workspace(settings, library, snapshot)


@pytest.mark.parametrize("name", ["kept.tar", "kept.tar.gz"])
def test_restored_library_gives_the_same_answers(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    backup.backup(workspace.settings, workspace.library, tmp_path / name)
    assert backup.restore(tmp_path / name, tmp_path / "new", replace=False) is None
    restored = elsewhere(workspace, tmp_path / "new")
    assert inconsistencies(restored) == []
    assert restored.index.folder.name == workspace.index.folder.name
    assert Assistant(restored).ask(QUESTION).text == Assistant(workspace).ask(QUESTION).text
    assert not list(workspace.settings.data.glob("backup.tmp"))


def test_backups_are_whole_while_documents_come_in(workspace: Workspace, tmp_path: Path) -> None:
    stop = Event()

    def write_on() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            article = Article(f"{n:016x}", f"{n}.txt", f"第{n}条", "", "", f"第{n}号消息的全文。")
            file = StoredFile(article.source, "", f"{n}")
            workspace.library.replace(Contents(file, [article]))
            workspace.catch_up()

    writer = Thread(target=write_on)
    writer.start()
    try:
        for n in range(20):
            file, data = tmp_path / f"{n}.tar", tmp_path / f"restored-{n}"
            backup.backup(workspace.settings, workspace.library, file)
            backup.restore(file, data, replace=False)
            restored = elsewhere(workspace, data)
            assert inconsistencies(restored) == []
            assert "绿东播报" in Assistant(restored).ask(QUESTION).text
    finally:
        stop.set()
        writer.join()


def test_backup_while_serving_over_http(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "kept.tar"
    pages = str(write_pages(tmp_path / "pages", PAGES))
    with (
        running_server(data, WENBAO_COLLECTION=pages) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        before = ask(client, QUESTION)["answer"]
        assert wenbao("backup", file, "--data", data).returncode == 0
        assert ask(client, QUESTION)["answer"] == before
        refused = wenbao("restore", file, "--replace", "--data", data)
        assert (refused.returncode, "a server is using" in refused.stderr) == (2, True)
    restored = wenbao("restore", file, "--replace", "--data", data)
    assert restored.returncode == 0
    [aside] = tmp_path.glob("data.before-restore-*")
    assert (aside / "library.sqlite3").exists()
    with (
        running_server(data) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        assert ask(client, QUESTION)["answer"] == before


def test_folder_that_holds_something_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    backup.backup(workspace.settings, workspace.library, tmp_path / "kept.tar")
    with pytest.raises(WenbaoError, match="is not empty: use --replace"):
        backup.restore(tmp_path / "kept.tar", workspace.settings.data, replace=False)
    lock = Lock(workspace.settings.data / LockFile.WORKER)
    assert lock.try_acquire()
    with pytest.raises(WenbaoError, match="a server is using"):
        backup.restore(tmp_path / "kept.tar", workspace.settings.data, replace=True)
    lock.release()


def test_damaged_backup_is_refused_and_nothing_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("kept.tar", "kept.tar.gz"):
        file = tmp_path / name
        backup.backup(workspace.settings, workspace.library, file)
        data = file.read_bytes()
        for place in range(1, 8):
            at = place * len(data) // 9
            for changed in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
                file.write_bytes(changed)
                try:
                    backup.restore(file, tmp_path / "new", replace=False)
                except WenbaoError:
                    assert not list((tmp_path / "new").glob("*"))
                else:  # the bit was in what fills up the room between two members
                    restored = elsewhere(workspace, tmp_path / "new")
                    assert restored.library.articles.page() == workspace.library.articles.page()
                    assert inconsistencies(restored) == []
                    shutil.rmtree(tmp_path / "new")


@pytest.mark.parametrize(
    "name", ["/evil", "../evil", "index/../../evil", "evil", "index", "index/a:b", "index//x"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WenbaoError, match="is not an allowed member"):
        read_bundle(crafted(tmp_path / "x.tar", tarfile.TarInfo(name)), tmp_path / "out")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("index/x")
    member.type, member.linkname = kind, "/etc/passwd"
    with pytest.raises(WenbaoError, match="is not an allowed member"):
        read_bundle(crafted(tmp_path / "x.tar", member), tmp_path / "out")


def crafted(path: Path, member: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w") as tar:
        about = dump_checksummed({"kind": "backup", "format": 1})
        first = tarfile.TarInfo("about.json")
        first.size = len(about)
        tar.addfile(first, io.BytesIO(about))
        tar.addfile(member)
    return path


def test_restored_folder_contains_its_originals(workspace: Workspace, tmp_path: Path) -> None:
    originals = workspace.settings.originals
    originals.mkdir()
    (originals / "abc.txt").write_text(PAGES["绿东.txt"], encoding="utf-8")
    origin = str(originals.absolute() / "abc.txt")
    workspace.library.note_read(StoredFile("绿东.txt", origin, "abc"))
    backup.backup(workspace.settings, workspace.library, tmp_path / "kept.tar")
    backup.restore(tmp_path / "kept.tar", tmp_path / "new", replace=False)
    file = Library(tmp_path / "new" / "library.sqlite3").files.get("绿东.txt")
    assert file is not None
    assert file.origin == str(tmp_path / "new" / "originals" / "abc.txt")
    assert Path(file.origin).read_text(encoding="utf-8") == PAGES["绿东.txt"]


def test_folder_of_backups_keeps_the_newest_and_what_is_no_backup(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("wenbao-20250101T000000Z.tar.gz", "wenbao-20250102T000000Z.tar.gz", "mine.tar.gz"):
        (folder / name).write_bytes(b"x")
    data = str(workspace.settings.data)
    done = wenbao("backup", str(folder), "--keep", "2", "--data", data)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == ["mine.tar.gz", "wenbao-20250102T000000Z.tar.gz"]
    assert len(names) == 3
    assert "removed " in done.stdout
    refused = wenbao("backup", str(folder / "one.tar"), "--keep", "2", "--data", data)
    assert refused.returncode == 2
    assert "--keep is for a folder of backups" in refused.stderr


def test_restore_can_be_rehearsed_without_touching_the_library(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "kept.tar.gz"
    backup.backup(workspace.settings, workspace.library, file)
    data = tmp_path / "elsewhere" / "data"
    done = wenbao("restore", str(file), "--rehearse", "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert "can be restored and is sound" in done.stdout
    assert not list(data.parent.iterdir())
    file.write_bytes(file.read_bytes()[:-2000])
    broken = wenbao("restore", str(file), "--rehearse", "--data", str(data))
    assert broken.returncode == 2
    assert "kept.tar.gz" in broken.stderr
    assert not list(data.parent.iterdir())
