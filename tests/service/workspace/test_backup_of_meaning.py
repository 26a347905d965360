"""Backups and exports carry the transformer's vectors, so that nothing is encoded again."""

import shutil
import tarfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest

from embeddings.documents import Article
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.encoding.vectors import FloatMatrix
from embeddings.library.records import Contents, StoredFile
from embeddings.meaning.vector_store import find_maker
from service.ingestion.ingestion import Ingestion
from service.workspace import backup, verification
from service.workspace.importing import import_library
from service.workspace.meaning import MeaningSource
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.tiny_models import write_static_encoder
from tests.support.workspaces import open_workspace, write_pages

pytestmark = pytest.mark.slow

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
BRIDGE = {"长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n"}
Values = dict[str, Any]
OFF: Values = {"meaning": "off"}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two encoders, ``first`` and ``second``."""
    folder = tmp_path_factory.mktemp("models")
    write_static_encoder(folder / "first", 64)
    write_static_encoder(folder / "second", 96)
    return folder


@pytest.fixture
def first(models: Path) -> Values:
    """The settings for the first encoder."""
    return {"encoder": str(models / "first")}


@pytest.fixture
def second(models: Path) -> Values:
    return {"encoder": str(models / "second")}


class CountingEncoder:
    """Another encoder that counts the passages it encodes."""

    def __init__(self, source: MeaningSource) -> None:
        self._encoder = source.encoder
        self.count = 0
        self.name = self._encoder.name
        self.fingerprint = self._encoder.fingerprint
        self.dimension = self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        self.count += len(texts)
        return self._encoder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        return self._encoder.encode_queries(texts)


def open_pages(data: Path, pages: dict[str, str], settings: Values) -> Workspace:
    collection = write_pages(data.with_name(f"{data.name}-pages"), pages)
    return open_workspace(data, collection=collection, **settings)


def meaning_of(workspace: Workspace) -> MeaningSource:
    assert workspace.meaning is not None
    return workspace.meaning


def deepen(workspace: Workspace) -> int:
    """Encode what is missing; return how many passages that were."""
    source = meaning_of(workspace)
    encoder = CountingEncoder(source)
    source.current = replace(source.current, encoder=encoder)
    Ingestion.of(workspace).deepening.finish(lambda _: None)
    return encoder.count


def export(workspace: Workspace, file: Path) -> Path:
    backup.export(workspace.settings, workspace.library, file)
    return file


def members_of(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return tar.getnames()


def list_inconsistencies(workspace: Workspace) -> list[str]:
    found = verification.verify(workspace.settings, workspace.library, workspace.analyzer)
    return [problem.description for problem in found.inconsistencies]


def test_restored_folder_has_all_vectors(tmp_path: Path, first: Values) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    assert deepen(workspace) == 2
    backup.backup(workspace.settings, workspace.library, tmp_path / "kept.tar")
    backup.restore(tmp_path / "kept.tar", tmp_path / "new", replace=False)
    restored = open_workspace(tmp_path / "new", **first)
    vectors, expected = meaning_of(restored).store.vectors, meaning_of(workspace).store.vectors
    assert vectors.keys.tolist() == expected.keys.tolist()
    assert np.array_equal(vectors.vectors(vectors.keys), expected.vectors(vectors.keys))
    assert deepen(restored) == 0
    assert list_inconsistencies(restored) == []


def test_vectors_are_found_where_the_encoder_lies_elsewhere(
    tmp_path: Path, models: Path, first: Values
) -> None:
    here = shutil.copytree(models / "first", tmp_path / "here")
    workspace = open_pages(tmp_path / "data", PAGES, {"encoder": str(here)})
    deepen(workspace)
    backup.backup(workspace.settings, workspace.library, tmp_path / "kept.tar")
    shutil.rmtree(here)
    backup.restore(tmp_path / "kept.tar", tmp_path / "new", replace=False)
    assert deepen(open_workspace(tmp_path / "new", **first)) == 0


def test_backup_holds_the_vectors_even_while_meaning_is_off(tmp_path: Path, first: Values) -> None:
    deepen(open_pages(tmp_path / "data", PAGES, first))
    workspace = open_workspace(tmp_path / "data", **OFF)
    backup.backup(workspace.settings, workspace.library, tmp_path / "kept.tar")
    backup.restore(tmp_path / "kept.tar", tmp_path / "new", replace=False)
    assert deepen(open_workspace(tmp_path / "new", **first)) == 0


def test_backups_are_whole_while_articles_come_and_are_encoded(
    tmp_path: Path, first: Values
) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    deepen(workspace)
    stop = Event()

    def write_on() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            article = Article(f"{n % 9:016x}", f"{n % 9}.txt", f"第{n}条", "", "", f"第{n}号消息。")
            file = StoredFile(article.source, "", f"{n}")
            workspace.library.replace(Contents(file, [article]))
            workspace.catch_up()
            Ingestion.of(workspace).deepening.finish(lambda _: None)

    writer = Thread(target=write_on)
    writer.start()
    try:
        for n in range(8):
            file, data = tmp_path / f"{n}.tar", tmp_path / f"restored-{n}"
            backup.backup(workspace.settings, workspace.library, file)
            backup.restore(file, data, replace=False)
            restored = open_workspace(data, **first)
            assert list_inconsistencies(restored) == []
            assert deepen(restored) <= restored.library.passages.count() - len(PAGES)
            assert list_inconsistencies(restored) == []
    finally:
        stop.set()
        writer.join()


def test_imported_articles_are_not_encoded_again(tmp_path: Path, first: Values) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    deepen(workspace)
    other = open_pages(tmp_path / "other", BRIDGE, first)
    assert deepen(other) == 1
    source, encoder = meaning_of(other), CountingEncoder(meaning_of(other))
    source.current = replace(source.current, encoder=encoder)
    file = export(workspace, tmp_path / "export.tar")
    imported = import_library(other, file, lambda *_: None)
    assert (imported.change.added, imported.encoded, encoder.count) == (2, 0, 0)
    assert source.store.vectors.keys.tolist() == other.index.vectors.keys.tolist()
    assert deepen(other) == 0
    assert list_inconsistencies(other) == []
    reopened = meaning_of(open_workspace(tmp_path / "other", **first))
    assert len(reopened.store.vectors) == 3


def test_import_takes_what_was_encoded_and_leaves_the_rest(tmp_path: Path, first: Values) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    source = meaning_of(workspace)
    keys = source.find_missing(workspace.index)[:1]
    source.add(keys, source.encoder.encode_passages(["须水街道"]))
    other = open_pages(tmp_path / "other", BRIDGE, first)
    import_library(other, export(workspace, tmp_path / "export.tar"), lambda *_: None)
    assert len(meaning_of(other).store.vectors) == 1
    assert deepen(other) == 2


def test_vectors_of_another_encoder_are_not_imported(
    tmp_path: Path, first: Values, second: Values
) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    deepen(workspace)
    other = open_pages(tmp_path / "other", BRIDGE, second)
    import_library(other, export(workspace, tmp_path / "export.tar"), lambda *_: None)
    assert deepen(other) == 3


def test_export_without_such_vectors_can_be_imported(tmp_path: Path, first: Values) -> None:
    file = export(open_pages(tmp_path / "data", PAGES, OFF), tmp_path / "export.tar")
    assert not [name for name in members_of(file) if name.startswith("meaning")]
    other = open_pages(tmp_path / "other", BRIDGE, first)
    assert import_library(other, file, lambda *_: None).change.added == 2
    assert deepen(other) == 3


def test_library_without_meaning_imports_an_export_that_has_vectors(
    tmp_path: Path, first: Values
) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    deepen(workspace)
    file = export(workspace, tmp_path / "export.tar")
    other = open_pages(tmp_path / "other", BRIDGE, OFF)
    assert import_library(other, file, lambda *_: None).change.added == 2
    assert not (tmp_path / "other" / "meaning").exists()


def test_export_tells_no_path_of_an_encoder(tmp_path: Path, first: Values) -> None:
    workspace = open_pages(tmp_path / "data", PAGES, first)
    deepen(workspace)
    data = export(workspace, tmp_path / "export.tar").read_bytes()
    assert str(STATIC_ENCODER.parent).encode() not in data
    assert str(Path(first["encoder"]).parent).encode() not in data
    store = meaning_of(workspace).store
    assert find_maker(store.folder) == store.maker
    assert store.maker.location == str(Path(first["encoder"]).resolve())


def test_vectors_are_carried_on_the_console(tmp_path: Path, first: Values) -> None:
    pages, data, new = write_pages(tmp_path / "pages", PAGES), tmp_path / "data", tmp_path / "new"
    settings = {"WENBAO_ENCODER": first["encoder"], "WENBAO_COLLECTION": str(pages)}
    assert wenbao("index", pages, "--deep", "--data", data, **settings).returncode == 0
    assert wenbao("export", tmp_path / "e.tar", "--data", data, **settings).returncode == 0
    assert wenbao("import", tmp_path / "e.tar", "--data", new, **settings).returncode == 0
    assert len(meaning_of(open_workspace(new, **first)).store.vectors) == 2
    assert wenbao("verify", "--data", new, **settings).returncode == 0
