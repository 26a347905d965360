"""The library: changes are atomic, keys are never reused."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embeddings.documents import Article, Heading, PageStart, Passage
from embeddings.library.catalogue import Listing
from embeddings.library.library import Library
from embeddings.library.records import Change, Contents, StoredFile
from embeddings.library.selection import Selection
from embeddings.passages import PassageSettings, split_passages

SHORT = PassageSettings(minimum=4, maximum=6, overlap=0)


def article(name: str, text: str = "标题第一段。第二段。", source: str = "a.txt") -> Article:
    return Article(name, source, f"标题{name}", "本报记者", "2017-10-11", text, (Heading(0, 2),))


def contents(*articles: Article, source: str = "a.txt", digest: str = "h1") -> Contents:
    return Contents(StoredFile(source, "", digest), articles)


def passages(of: Article, settings: PassageSettings = SHORT) -> list[Passage]:
    found = list(split_passages(of, settings))
    assert len(found) == 2
    return found


def stored_hash(library: Library, source: str = "a.txt") -> str | None:
    file = library.files.get(source)
    return file.content_hash if file else None


def keys(library: Library) -> list[int]:
    return [stored.key for _, passages in library.passages.walk() for stored in passages]


def cut_library(path: Path) -> Library:
    """Return a library whose articles are cut into passages of one sentence."""
    library = Library(path)
    library.chunk(SHORT)
    library.use_chunking(SHORT)
    return library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "deep" / "library.sqlite3")


def test_article_comes_back_as_it_was_stored(library: Library) -> None:
    text = "含\0零、\U0002070e字和“引号”'的正文。"
    stored = replace(article("a1", text), url="https://example.com/1", pages=(PageStart(0, 3),))
    library.replace(contents(stored))
    assert library.articles.get("a1") == stored
    assert library.passages.of_article("a1") == list(split_passages(stored, SHORT))


def test_library_survives_being_closed(tmp_path: Path) -> None:
    first = cut_library(tmp_path / "library.sqlite3")
    first.replace(contents(article("a1")))
    again = Library(tmp_path / "library.sqlite3")
    assert again.articles.get("a1") == article("a1")
    assert again.passages.of_article("a1") == passages(article("a1"))
    assert (again.revision, stored_hash(again)) == (first.revision, "h1")
    assert again.passages.settings == SHORT


def test_replacing_a_file_drops_the_articles_it_no_longer_holds(library: Library) -> None:
    library.replace(contents(article("a1"), article("a2")))
    library.replace(contents(article("a2"), digest="h2"))
    assert [article.id for article in library.articles.page()] == ["a2"]
    assert library.passages.of_article("a1") == []
    assert library.passages.count() == 2
    assert stored_hash(library) == "h2"


def test_replacing_with_the_same_contents_twice_changes_nothing_that_is_read(
    library: Library,
) -> None:
    library.replace(contents(article("a1")))
    before = list(library.passages.walk())
    change = library.replace(contents(article("a1")))
    assert (change, bool(change)) == (Change(unchanged=1), False)
    assert list(library.passages.walk()) == before


def test_change_reports_what_was_added_replaced_unchanged_and_removed(library: Library) -> None:
    names = ("a1", "a2", "a3", "a4")
    assert library.replace(contents(*map(article, names))) == Change(added=4)
    later = article("a2", "标题第三段。第四段。")
    change = library.replace(contents(article("a1"), later, article("a5"), digest="h2"))
    assert change == Change(added=1, replaced=1, unchanged=1, removed=2)


def test_unchanged_article_of_a_changed_file_keeps_its_passages(
    library: Library,
) -> None:
    library.replace(contents(article("a1"), article("a2")))
    first, second = keys(library)[:2], keys(library)[2:]
    library.replace(contents(article("a1", "标题第三段。第四段。"), article("a2"), digest="h2"))
    assert keys(library)[2:] == second
    assert not set(keys(library)) & set(first)


@pytest.mark.parametrize(
    "other",
    [
        {"source": "报.txt"},
        {"title": "另题"},
        {"byline": ""},
        {"date": "2018"},
        {"headings": ()},
        {"url": "https://example.com/"},
        {"pages": (PageStart(0, 2),)},
    ],
)
def test_article_that_shows_anything_else_is_replaced(
    library: Library, other: dict[str, Any]
) -> None:
    library.replace(contents(article("a1")))
    changed = replace(article("a1"), **other)
    assert library.replace(contents(changed)) == Change(replaced=1)
    assert library.articles.get("a1") == changed


def test_replacing_one_file_leaves_the_others(library: Library) -> None:
    other = article("b1", source="b.txt")
    library.replace(contents(other, source="b.txt"))
    library.replace(contents(article("a1")))
    library.replace(contents())
    assert library.articles.page() == [other]


def test_each_accepted_change_moves_the_revision_by_one(library: Library) -> None:
    revisions = [library.revision]
    for digest in ("h1", "h2", "h2"):
        library.replace(contents(article("a1"), digest=digest))
        revisions.append(library.revision)
    library.rewrite(article("a1", "标题第三段。第四段。"))
    library.delete_article("a1")
    library.delete_file("a.txt")
    first = revisions[0]
    assert [*revisions, library.revision] == [first, first + 1, first + 2, first + 3, first + 6]


def test_passage_keys_are_never_reused(library: Library) -> None:
    library.replace(contents(article("a1"), article("a2")))
    first = keys(library)
    library.replace(contents())
    library.replace(contents(article("a1")))
    second = keys(library)
    library.chunk(PassageSettings())
    library.use_chunking(PassageSettings())
    third = keys(library)
    assert max(first) < min(second) <= max(second) < min(third)


def test_failed_replacement_leaves_everything_as_it_was(library: Library) -> None:
    library.replace(contents(article("a1")))
    before = (library.revision, stored_hash(library), list(library.passages.walk()))
    no_text = article("a3", "半个代理字\ud800")  # SQLite refuses half a character
    with pytest.raises(UnicodeEncodeError):
        library.replace(contents(article("a2"), no_text, digest="h2"))
    assert (library.revision, stored_hash(library), list(library.passages.walk())) == before
    library.replace(contents(article("a3")))
    assert [article.id for article in library.articles.page()] == ["a3"]


def test_passages_are_found_by_those_keys_that_still_exist(library: Library) -> None:
    library.replace(contents(article("a1")))
    old = keys(library)
    library.replace(contents(article("a2")))
    new = keys(library)
    assert library.passages.get(old) == {}
    assert library.passages.get([*old, new[0]]) == {new[0]: passages(article("a2"))[0]}
    assert library.passages.get([]) == {}


def test_articles_are_paged_by_id(library: Library) -> None:
    names = ["a1", "a2", "a3", "a4", "a5"]
    library.replace(contents(*map(article, names)))
    first = library.articles.page(limit=2)
    second = library.articles.page(after=first[-1].id, limit=10)
    assert [item.id for item in (*first, *second)] == names


def test_articles_are_found_by_title_or_source(library: Library) -> None:
    library.replace(contents(replace(article("a1"), title="中原区100%达标_简报")))
    library.replace(contents(article("b1", source="惠济.txt"), source="惠济.txt"))
    catalogue = library.catalogue
    assert catalogue.page(Listing(selection=Selection("中原")), 9).ids == ["a1"]
    assert catalogue.page(Listing(selection=Selection("惠济")), 9).ids == ["b1"]
    assert catalogue.count(Selection("标题b")) == catalogue.count(Selection("標題B")) == 1


@pytest.mark.parametrize(
    ("containing", "found"), [("100%达", 1), ("标_简", 1), ("1%0", 0), ("标?简", 0), ("\\", 0)]
)
def test_percent_and_underscore_are_literal(library: Library, containing: str, found: int) -> None:
    library.replace(contents(replace(article("a1"), title="中原区100%达标_简报")))
    assert library.catalogue.count(Selection(containing)) == found


def test_two_threads_write_and_neither_loses_a_change(library: Library) -> None:
    before = library.revision

    def fill(name: str) -> None:
        for n in range(10):
            one = article(f"{name}{n}", source=f"{name}{n}.txt")
            library.replace(contents(one, source=one.source))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, "ab"))
    assert library.articles.count() == 20
    assert library.revision == before + 20


def test_reader_in_another_thread_sees_the_whole_change_or_nothing(library: Library) -> None:
    library.replace(contents(article("a1"), article("a2")))
    finished = threading.Event()
    seen: set[int] = set()

    def read() -> None:
        while not finished.is_set():
            seen.add(library.passages.count())
        seen.add(library.passages.count())

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(20):
        other = f"标题第{n}段。第二段。"
        library.replace(contents(article("a1", other), article("a2", other), digest=f"h{n}"))
    finished.set()
    reader.join()
    assert seen == {4}


def test_what_every_question_reads_is_found_by_an_index(library: Library) -> None:
    library.replace(contents(article("a1")))
    database = library.articles.database
    statements: list[str] = []
    database.connection.set_trace_callback(statements.append)
    library.articles.of_passages(passages(article("a1")))
    library.articles.find_stories(["a1"])
    library.articles.of_stories({"a1"})
    library.passages.get([1, 2])
    database.connection.set_trace_callback(None)
    plans = [
        [row[3] for row in database.connection.execute(f"EXPLAIN QUERY PLAN {one}")]
        for one in statements
    ]
    assert len(plans) == 4
    assert all(step.startswith("SEARCH") for plan in plans for step in plan)
