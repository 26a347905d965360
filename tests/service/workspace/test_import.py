"""Export and import: articles go into another library, and nothing is encoded again."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from embeddings.encoding.vectors import FloatMatrix
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.library.database import Database
from service.assistant import Assistant
from service.workspace import backup
from service.workspace.importing import import_library
from service.workspace.workspace import Workspace
from tests.support.backups import PAGES, QUESTION, inconsistencies, opened
from tests.support.console import wenbao
from tests.support.workspaces import open_workspace, write_pages

pytestmark = pytest.mark.slow

BRIDGE = {"长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n"}
OTHER_GREEN = {"绿东.txt": "绿东村街道\n\n绿东村街道新建了三座图书馆,藏书两万册。\n"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path / "data", PAGES)


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
