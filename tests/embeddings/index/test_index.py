"""The index is built beside the old one, opened only when it matches, and rebuilt otherwise."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.builder import build_index
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.ingestion import discover, store_file
from embeddings.library.library import Library
from embeddings.passages import PassageSettings
from embeddings.reading.read import read
from service.assistant import Assistant
from service.workspace.workspace import Workspace
from tests.support.workspaces import Silent, add_files, open_workspace, write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。街道还创作了教育漫画墙。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
    "惠济.txt": "惠济区\n\n惠济区把每月第二个周五确定为全区的“主题党日”。\n",
}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


def quiet(*_: object) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def analyzer(seeds_workspace: Workspace) -> Analyzer:
    return seeds_workspace.analyzer


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Library:
    library = Library(tmp_path / "library.sqlite3")
    library.chunk(analyzer.passages)
    library.use_chunking(analyzer.passages)
    for file in discover(library, [write_pages(tmp_path / "pages", PAGES)]):
        store_file(library, file, read)
    return library


@pytest.fixture
def folder(tmp_path: Path, library: Library, analyzer: Analyzer) -> Path:
    build_index(tmp_path / "index", library, analyzer, quiet)
    return tmp_path / "index"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the pages above, for tests that work on a copy."""
    base = tmp_path_factory.mktemp("filled")
    open_workspace(base / "data", collection=write_pages(base / "pages", PAGES))
    return base / "data"


@pytest.fixture(scope="module")
def usual_answer(filled: Path) -> str:
    answer = answer_of(filled)
    assert "绿东播报" in answer
    return answer


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "data")


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x40
    path.write_bytes(data)


def index_files(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.stat().st_size and path.name != "manifest.json")


def current(data: Path) -> Path:
    """Return the folder of the generation that answers."""
    return Generations(data / "index").current


def answer_of(data: Path) -> str:
    return Assistant(open_workspace(data)).ask(QUESTION).text


def test_built_index_holds_every_passage_in_both_halves(
    folder: Path, library: Library, analyzer: Analyzer
) -> None:
    index = Index.open(folder, analyzer.recipe)
    assert len(index.lexical) == len(index.vectors) == library.passages.count() == 3
    assert index.manifest.revision == library.revision
    assert index.vectors.keys.tolist() == library.passages.keys(analyzer.passages).tolist()
    assert index.vectors.vectors(index.vectors.keys).shape == (3, analyzer.encoder.dimension)


def test_passage_is_indexed_under_its_library_key(
    folder: Path, library: Library, analyzer: Analyzer
) -> None:
    index = Index.open(folder, analyzer.recipe)
    for article, stored in library.passages.walk():
        for item in stored:
            title = analyzer.segmenter.terms(article.title)
            assert index.lexical.search(title, 1)[0][0] == item.key
            vector = analyzer.encoder.encode_passages([item.passage.text_in(article)])[0]
            assert index.vectors.search(vector, 1)[0][0] == item.key


def test_progress_ends_with_all_passages(
    tmp_path: Path, library: Library, analyzer: Analyzer
) -> None:
    steps: list[tuple[int, int]] = []
    build_index(
        tmp_path / "index", library, analyzer, lambda done, total: steps.append((done, total))
    )
    assert steps[-1] == (3, 3)


def test_index_of_an_empty_library_finds_nothing(tmp_path: Path, analyzer: Analyzer) -> None:
    index = build_index(tmp_path / "index", Library(tmp_path / "empty.sqlite3"), analyzer, quiet)
    assert (len(index.lexical), len(index.vectors)) == (0, 0)
    assert index.lexical.search(analyzer.segmenter.terms("街道"), 5) == []


def test_new_index_replaces_the_old_one_and_leaves_nothing_beside_it(
    folder: Path, library: Library, analyzer: Analyzer
) -> None:
    (folder / "leftover").touch()  # as after a crash
    before = [path.name for path in folder.parent.iterdir()]
    build_index(folder, library, analyzer, quiet)
    assert [path.name for path in folder.parent.iterdir()] == before
    assert not (folder / "leftover").exists()
    assert len(Index.open(folder, analyzer.recipe).vectors) == 3


def test_open_snapshot_answers_on_while_a_new_index_takes_its_place(
    folder: Path, library: Library, analyzer: Analyzer
) -> None:
    terms = analyzer.segmenter.terms("绿东播报")
    old = Index.open(folder, analyzer.recipe)
    before = old.lexical.search(terms, 5)
    build_index(folder, library, analyzer, quiet)
    assert old.lexical.search(terms, 5) == before != []


@pytest.mark.parametrize("what", ["encoder", "terms", "passages"])
def test_index_made_from_something_else_is_refused_by_name(
    folder: Path, analyzer: Analyzer, what: str
) -> None:
    recipes = {
        "encoder": replace(analyzer.recipe, encoder_fingerprint="other"),
        "terms": replace(analyzer.recipe, terms_fingerprint="other"),
        "passages": replace(analyzer.recipe, passages=PassageSettings(100, 200, 20)),
    }
    with pytest.raises(IndexMismatchError, match=what):
        Index.open(folder, recipes[what])


def test_missing_index_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    with pytest.raises(IndexMismatchError, match=r"no usable .*nowhere"):
        Index.open(tmp_path / "nowhere", analyzer.recipe)


def test_flipped_byte_in_any_index_file_is_detected(
    folder: Path, library: Library, analyzer: Analyzer
) -> None:
    files = index_files(folder)
    assert len(files) > 3
    for path in files:
        size = path.stat().st_size
        for offset in {0, size // 3, size // 2, size - 1}:
            flip(path, offset)
            with pytest.raises(IndexMismatchError, match=f"{path.name} is damaged or missing"):
                Index.open(folder, analyzer.recipe)
            flip(path, offset)
    assert len(Index.open(folder, analyzer.recipe).vectors) == 3


def test_second_opening_reads_the_index_and_builds_nothing(data: Path) -> None:
    manifest = current(data) / "manifest.json"
    before = (manifest.read_bytes(), manifest.stat().st_mtime_ns)
    watcher = Silent()
    open_workspace(data, watcher)
    assert (watcher.jobs, watcher.passages_indexed) == ([], 0)
    assert (manifest.read_bytes(), manifest.stat().st_mtime_ns) == before


@pytest.mark.parametrize("victim", ["vectors/*.faiss", "terms/meta.json", "manifest.json"])
def test_damaged_index_is_rebuilt_and_answers_the_same(
    data: Path, usual_answer: str, victim: str
) -> None:
    [path] = current(data).glob(victim)
    flip(path, path.stat().st_size // 2)
    watcher = Silent()
    workspace = open_workspace(data, watcher)
    assert watcher.passages_indexed == 3
    assert Assistant(workspace).ask(QUESTION).text == usual_answer


def test_deleted_index_is_rebuilt_and_answers_the_same(data: Path, usual_answer: str) -> None:
    shutil.rmtree(data / "index")
    assert answer_of(data) == usual_answer


def test_other_passage_settings_rechunk_the_library(data: Path) -> None:
    workspace = open_workspace(data, passage_minimum=20, passage_maximum=25, passage_overlap=0)
    texts = [
        item.passage.text_in(article)
        for article, stored in workspace.library.passages.walk()
        for item in stored
    ]
    assert len(texts) > 3
    assert max(map(len, texts)) <= 25
    assert "绿东播报" in Assistant(workspace).ask(QUESTION).text


@pytest.mark.slow
def test_passages_follow_the_settings_after_an_interrupted_change(data: Path) -> None:
    before = shutil.copytree(data / "index", data.with_name("index before"))
    usual = open_workspace(data).library.passages.count()
    open_workspace(data, passage_minimum=20, passage_maximum=25, passage_overlap=0)
    # As after a crash right before the new index was put in place.
    shutil.rmtree(data / "index")
    before.rename(data / "index")
    assert open_workspace(data).library.passages.count() == usual


def test_new_user_words_rebuild_the_index(data: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("绿东播报\n", encoding="utf-8")
    watcher = Silent()
    workspace = open_workspace(data, watcher, user_words=words)
    assert watcher.passages_indexed == 3
    assert workspace.index.lexical.inverse_document_frequency("words", "绿东播报") < 1.1


def test_index_built_by_another_process_is_taken_over(data: Path, tmp_path: Path) -> None:
    reader, writer = open_workspace(data), open_workspace(data)
    page = write_pages(
        tmp_path / "more", {"桐柏路.txt": "桐柏路街道\n\n晶华城社区成立托老服务中心。\n"}
    )
    add_files(writer, page)
    answer = Assistant(reader).ask("哪个社区成立了托老服务中心?")
    assert "晶华城社区" in answer.text
    assert answer.revision == writer.library.revision


def test_vectors_of_the_index_are_those_of_the_encoder(folder: Path, analyzer: Analyzer) -> None:
    index = Index.open(folder, analyzer.recipe)
    query = analyzer.encoder.encode_queries(["微信公共平台"])[0]
    found = index.vectors.search(query, 3)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()
