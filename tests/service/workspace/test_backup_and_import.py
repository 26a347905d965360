"""Backup, restore, export and import of a library."""

import io
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from embeddings.documents import Article
from embeddings.encoding.vectors import FloatMatrix
from embeddings.errors import WenbaoError
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.ingestion import discover, store_file
from embeddings.library.bundle import read_bundle
from embeddings.library.database import Database
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.reading.read import read
from embeddings.storage.checksummed_json import dump_checksummed
from embeddings.storage.locks import Lock, LockFile
from service.assistant import Assistant
from service.workspace import backup, verification
from service.workspace import index_maintenance as upkeep
from service.workspace.importing import import_library
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.contract import ask
from tests.support.running_server import running_server
from tests.support.workspaces import open_workspace, write_pages

pytestmark = pytest.mark.slow

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
BRIDGE = {"长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n"}
OTHER_GREEN = {"绿东.txt": "绿东村街道\n\n绿东村街道新建了三座图书馆,藏书两万册。\n"}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path / "data", PAGES)


def opened(data: Path, pages: dict[str, str]) -> Workspace:
    return open_workspace(data, collection=write_pages(data.with_name(data.name + "-pages"), pages))


def add(workspace: Workspace, pages: Path) -> None:
    for file in discover(workspace.library, [pages]):
        store_file(workspace.library, file, read)
    workspace.catch_up()


def elsewhere(workspace: Workspace, data: Path) -> Workspace:
    """Open a restored folder with an analyzer that is already loaded."""
    settings = workspace.settings.model_copy(update={"data": data})
    library = Library(settings.library_path)
    snapshot = upkeep.bring_up_to_date(settings, library, workspace.analyzer, lambda *_: None)
    return Workspace(settings, library, snapshot)


def inconsistencies(workspace: Workspace) -> list[str]:
    found = verification.verify(workspace.settings, workspace.library, workspace.analyzer)
    return [problem.description for problem in found.inconsistencies]


def carried(workspace: Workspace, file: Path) -> Path:
    backup.export(workspace.settings, workspace.library, file)
    return file


def texts(workspace: Workspace) -> dict[str, str]:
    return {article.source: article.text for article in workspace.library.articles.page()}


class Recording:
    """The shipped encoder; it records what it encoded."""

    def __init__(self, workspace: Workspace) -> None:
        self._encoder = workspace.analyzer.encoder
        self.texts: list[str] = []
        self.name = self._encoder.name
        self.fingerprint = self._encoder.fingerprint
        self.dimension = self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        self.texts += texts
        return self._encoder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        return self._encoder.encode_queries(texts)


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


def test_imported_library_answers_and_nothing_is_encoded(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = carried(workspace, tmp_path / "export.tar")
    other = opened(tmp_path / "other", BRIDGE)
    imported = import_library(other, file, lambda *_: None)
    assert (imported.change.added, imported.encoded) == (2, 0)
    assert texts(other).keys() == {*PAGES, *BRIDGE}
    assert "绿东播报" in Assistant(other).ask(QUESTION).text
    assert inconsistencies(other) == []
    revision = other.library.revision
    again = import_library(other, file, lambda *_: None)
    assert (again.change.added, again.change.unchanged, again.encoded) == (0, 2, 0)
    assert other.library.revision == revision


def test_known_texts_never_reach_the_encoder(workspace: Workspace) -> None:
    recording = Recording(workspace)
    knowing = CachingEncoder.of(recording, workspace.index.vectors, workspace.library)
    [known] = [item for item, _ in workspace.library.passages.walk() if item.source == "绿东.txt"]
    text = f"{known.title}\n{known.text}"
    rows = knowing.encode_passages([text, "没有见过的话"])
    assert recording.texts == ["没有见过的话"]
    assert knowing.made == 1
    assert rows[0] @ workspace.analyzer.encoder.encode_passages([text])[0] > 0.999


def test_different_content_of_the_same_name_is_imported_alongside(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = carried(workspace, tmp_path / "export.tar")
    other = opened(tmp_path / "other", OTHER_GREEN)
    for added in (2, 0):
        imported = import_library(other, file, lambda *_: None)
        assert imported.change.added == added
        assert texts(other).keys() == {"绿东.txt", "绿东 (2).txt", "须水.txt"}
    assert "图书馆" in texts(other)["绿东.txt"]
    assert "绿东播报" in texts(other)["绿东 (2).txt"]
    assert inconsistencies(other) == []


def test_import_with_other_passage_settings_reencodes(workspace: Workspace, tmp_path: Path) -> None:
    file = carried(workspace, tmp_path / "export.tar")
    data = tmp_path / "other"
    other = open_workspace(
        data,
        collection=write_pages(tmp_path / "b", BRIDGE),
        passage_minimum=10,
        passage_maximum=20,
        passage_overlap=0,
    )
    imported = import_library(other, file, lambda *_: None)
    assert imported.encoded > 0
    assert other.library.passages.count() == len(other.index.vectors)


def test_deletion_stays_in_its_own_library(workspace: Workspace, tmp_path: Path) -> None:
    file = carried(workspace, tmp_path / "export.tar")
    other = opened(tmp_path / "other", PAGES)
    [green] = [article for article in other.library.articles.page() if article.source == "绿东.txt"]
    other.library.delete_article(green.id)
    import_library(other, file, lambda *_: None)
    assert texts(other).keys() == {"须水.txt"}
    assert texts(workspace).keys() == set(PAGES)


def test_export_holds_no_conversation_and_no_path(workspace: Workspace, tmp_path: Path) -> None:
    connection = Database(workspace.settings.library_path).connection
    connection.execute("INSERT INTO conversations VALUES (1, 'a', '私下的问题', 0, NULL)")
    file = carried(workspace, tmp_path / "export.tar")
    data = file.read_bytes()
    assert "私下的问题".encode() not in data
    assert str(tmp_path).encode() not in data
    assert "绿东播报".encode() in data


def test_export_and_import_on_the_console(workspace: Workspace, tmp_path: Path) -> None:
    file, data = tmp_path / "export.tar.gz", tmp_path / "new"
    assert wenbao("export", file, "--data", workspace.settings.data).returncode == 0
    said = wenbao("import", file, "--data", data)
    assert said.returncode == 0
    assert "articles: 2 added, 0 unchanged" in said.stdout
    assert "vectors were computed" not in said.stdout
    said = wenbao("import", tmp_path / "no.tar", "--data", data)
    assert (said.returncode, "not a complete file" in said.stderr) == (2, True)
