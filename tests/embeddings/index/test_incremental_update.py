"""An incrementally updated index equals a rebuilt one, at a fraction of the work."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import Article
from embeddings.index.analyzer import Analyzer
from embeddings.index.builder import build_index, update_index
from embeddings.index.index import TERMS, VECTORS, Index
from embeddings.library.library import Library
from embeddings.passages import PassageSettings
from service.workspace.workspace import Workspace
from tests.support.libraries import article, cut_library, put

PASSAGES = PassageSettings(minimum=10, maximum=20, overlap=0)
WORDS = ("街道", "社区", "志愿者", "微信平台", "绿东播报", "清理河道", "路灯", "党建", "托老服务")
QUERIES = ("街道的微信平台", "志愿者清理河道", "绿东播报", "社区托老服务", "哪里修了路灯?", "党建")


def quiet(*_: object) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def analyzer(seeds_workspace: Workspace) -> Analyzer:
    known = seeds_workspace.analyzer
    return Analyzer(known.segmenter, known.encoder, PASSAGES, known.origin)


def story(name: str, words: tuple[int, ...]) -> Article:
    chosen = [WORDS[n % len(WORDS)] for n in words]
    return article(name, "".join(f"{first}在{second}。" for first, second in pairwise(chosen)))


def assert_equal(index: Index, other: Index, analyzer: Analyzer) -> None:
    """Compare the hits and scores of both, to the last bit."""
    assert index.vectors.keys.tolist() == other.vectors.keys.tolist()
    assert len(index.lexical) == len(other.lexical) == len(index.vectors)
    for query in QUERIES:
        terms, vector = analyzer.segmenter.terms(query), analyzer.encode_query(query)
        for limit in (3, 100):
            assert index.lexical.search(terms, limit) == other.lexical.search(terms, limit)
            assert index.vectors.search(vector, limit) == other.vectors.search(vector, limit)
    for word in WORDS:
        idf = [item.lexical.inverse_document_frequency("words", word) for item in (index, other)]
        assert idf[0] == idf[1]


FILE = st.integers(0, 5)
TELLING = st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=9).map(tuple), max_size=4)


@pytest.mark.slow
@settings(max_examples=12)
@given(rounds=st.lists(st.lists(st.tuples(FILE, TELLING), min_size=1, max_size=3), max_size=6))
def test_incrementally_updated_index_equals_a_rebuilt_one(
    analyzer: Analyzer,
    tmp_path_factory: pytest.TempPathFactory,
    rounds: list[list[tuple[int, list[tuple[int, ...]]]]],
) -> None:
    folder = tmp_path_factory.mktemp("following")
    library = cut_library(folder / "library.sqlite3", PASSAGES)
    index = build_index(folder / "0", library, analyzer, quiet)
    for n, changes in enumerate(rounds, 1):
        for file, reported in changes:
            articles = [story(f"{file}-{m}", words) for m, words in enumerate(reported)]
            put(library, f"{file}.txt", f"{n}", articles)
        index = update_index(index, folder / f"{n}", library, analyzer, quiet) or index
    assert_equal(index, build_index(folder / "fresh", library, analyzer, quiet), analyzer)
    opened = Index.open(index.folder, analyzer.recipe)
    assert_equal(opened, index, analyzer)
    assert opened.manifest == index.manifest


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3", PASSAGES)
    for n in range(30):
        put(library, f"{n}.txt", "h1", [story(f"{n}", (n, n + 1, n + 3, n // 2))])
    return library


@pytest.fixture
def former(tmp_path: Path, library: Library, analyzer: Analyzer) -> Index:
    return build_index(tmp_path / "former", library, analyzer, quiet)


def files(folder: Path) -> dict[str, int]:
    """Return the inode of each file below ``folder`` that is written once and never changed."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {
        path.relative_to(folder).as_posix(): path.stat().st_ino
        for path in found
        if path.suffix not in (".lock", ".json")
    }


def test_nothing_follows_when_nothing_has_changed(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer
) -> None:
    assert update_index(former, tmp_path / "next", library, analyzer, quiet) is None
    assert not (tmp_path / "next").exists()


def test_change_that_moves_no_passage_is_followed_without_writing_any(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer
) -> None:
    put(library, "0.txt", "h2", [story("0", (0, 1, 3, 0))])
    seen: list[tuple[int, int]] = []
    index = update_index(
        former, tmp_path / "next", library, analyzer, lambda *step: seen.append(step)
    )
    assert index is not None
    assert (index.manifest.revision, seen) == (library.revision, [])
    assert files(index.folder) == files(former.folder)


def test_files_that_stay_are_shared_with_the_former_index(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer
) -> None:
    put(library, "new.txt", "h1", [story("new", (1, 2, 3, 4))])
    index = update_index(former, tmp_path / "next", library, analyzer, quiet)
    assert index is not None
    before, after = files(former.folder), files(index.folder)
    assert before.items() <= after.items()
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {TERMS, VECTORS}


def test_only_what_is_new_is_indexed(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer
) -> None:
    put(library, "new.txt", "h1", [article("new", "街道在社区。")])
    seen: list[tuple[int, int]] = []
    update_index(former, tmp_path / "next", library, analyzer, lambda *step: seen.append(step))
    assert seen == [(1, 1)]


@pytest.mark.parametrize("change", ["added", "removed", "replaced"])
def test_former_index_answers_while_and_after_another_follows(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer, change: str
) -> None:
    terms, vector = analyzer.segmenter.terms("街道的路灯"), analyzer.encode_query("街道的路灯")

    def answers(index: Index) -> tuple[object, object]:
        return index.lexical.search(terms, 50), index.vectors.search(vector, 50)

    before, meanwhile = answers(former), []
    if change == "removed":
        library.delete_file("3.txt")
    else:
        put(library, "3.txt" if change == "replaced" else "n.txt", "h2", [story("n", (1, 6, 0))])
    index = update_index(
        former, tmp_path / "next", library, analyzer, lambda *_: meanwhile.append(answers(former))
    )
    assert index is not None
    assert answers(index) != before
    assert meanwhile == [before]
    assert answers(former) == answers(Index.open(former.folder, analyzer.recipe)) == before


def test_generation_that_was_cut_short_is_written_over(
    tmp_path: Path, library: Library, former: Index, analyzer: Analyzer
) -> None:
    (tmp_path / "next" / TERMS).mkdir(parents=True)
    (tmp_path / "next" / TERMS / "meta.json").write_text("{", encoding="utf-8")
    put(library, "n.txt", "h2", [story("n", (1, 6, 0))])
    index = update_index(former, tmp_path / "next", library, analyzer, quiet)
    assert index is not None
    assert_equal(index, build_index(tmp_path / "fresh", library, analyzer, quiet), analyzer)


def test_removed_passages_are_counted_until_they_are_many(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    library = cut_library(tmp_path / "library.sqlite3", PASSAGES)
    put(library, "a.txt", "h1", [article(f"{n}", f"第{n}村修了路灯。") for n in range(1_500)])
    index = build_index(tmp_path / "0", library, analyzer, quiet)
    counted = []
    for n in (1, 2):
        for item in library.articles.page(limit=100):
            library.delete_article(item.id)
        index = update_index(index, tmp_path / f"{n}", library, analyzer, quiet) or index
        counted.append(index.manifest.counted)
        terms = analyzer.segmenter.terms("路灯")
        found = {key for key, _ in index.lexical.search(terms, 2_000)}
        assert (
            found
            == set(library.passages.keys(PASSAGES).tolist())
            == set(index.vectors.keys.tolist())
        )
    assert counted == [100, 0]
    assert_equal(index, build_index(tmp_path / "fresh", library, analyzer, quiet), analyzer)


@pytest.mark.slow
def test_article_deleted_while_an_index_is_written_is_in_neither_half(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    library = cut_library(tmp_path / "library.sqlite3", PASSAGES)
    put(library, "a.txt", "h1", [article(f"{n:04}", f"第{n}村修路。") for n in range(3_000)])
    index = build_index(tmp_path / "0", library, analyzer, quiet)
    for item in library.articles.page(limit=400):  # enough for all terms to be rewritten
        library.delete_article(item.id)
    last = library.articles.page(after="2998")[0]
    gone = {
        stored.key
        for one_article, many in library.passages.walk()
        for stored in many
        if one_article == last
    }

    def delete(*_: int) -> None:
        library.delete_article(last.id)

    index = update_index(index, tmp_path / "1", library, analyzer, delete) or index
    assert index.manifest.counted == 0
    assert len(index.lexical) == len(index.vectors) == 2_599
    assert not gone & set(index.vectors.keys.tolist())
    assert update_index(index, tmp_path / "2", library, analyzer, quiet) is not None
    assert np.array_equal(library.passages.keys(PASSAGES), index.vectors.keys)
