"""What an editor has set stays when the file is read again, until the file says something else."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Article, Heading, Origin, PageStart
from embeddings.library.library import Library
from embeddings.library.merging import merge
from embeddings.library.selection import Selection
from embeddings.library.verify import LibraryInconsistencies
from tests.support.libraries import article, cut_library, put, put_copy

SET = {"collection": "晚报", "tags": ("党建", "社区"), "title": "新标题", "date": "2017-10-11"}
READ = replace(
    article("a1", "小标题\n第一段话。"), headings=(Heading(0, 3),), pages=(PageStart(0, 2),)
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3")
    put(library, "a.txt", "h1", [READ])
    return library


def edit(library: Library, **values: object) -> Article:
    stored = library.articles.get("a1")
    assert stored is not None
    library.rewrite(replace(stored, **values))  # type: ignore[arg-type] # names of fields
    return get(library)


def get(library: Library, article_id: str = "a1") -> Article:
    stored = library.articles.get(article_id)
    assert stored is not None
    return stored


def read_again(library: Library, **values: object) -> Article:
    """Store the article as its file has it, with other values."""
    put(library, "a.txt", f"h{values}", [replace(READ, **values)])  # type: ignore[arg-type]
    return get(library)


def test_what_an_editor_set_stays_when_the_file_is_read_again(library: Library) -> None:
    edited = edit(library, **SET, date_origin=Origin.GIVEN)
    assert read_again(library, byline="记者 张三") == replace(edited, byline="记者 张三")


def test_what_the_file_says_anew_counts_in_that_field_only(library: Library) -> None:
    edit(library, **SET)
    found = read_again(library, title="报上的新标题", collection="日报")
    assert (found.title, found.collection) == ("报上的新标题", "日报")
    assert (found.tags, found.date) == (SET["tags"], SET["date"])
    assert {field for field, _ in found.as_read} == {"tags", "date"}


def test_text_of_an_editor_stays_with_its_headings_and_pages(library: Library) -> None:
    edited = edit(library, text="改过的小标题\n第一段话。", headings=(), pages=(PageStart(0, 2),))
    assert read_again(library, title="另一个标题") == replace(edited, title="另一个标题")
    assert read_again(library, text="小标题\n重写的一段话。").text == "小标题\n重写的一段话。"


def test_value_that_is_set_back_to_that_of_the_file_follows_it_again(library: Library) -> None:
    edit(library, **SET)
    assert edit(library, title=READ.title, collection="").as_read != ()
    assert edit(library, tags=(), date="").as_read == ()
    assert read_again(library, collection="日报").collection == "日报"


@pytest.mark.parametrize("value", [{"collection": "晚报"}, {"tags": ("党建",)}])
def test_filing_changes_no_passage_and_is_seen_as_a_change(
    library: Library, value: dict[str, object]
) -> None:
    keys = [stored.key for _, found in library.passages.walk() for stored in found]
    changed_at, revision = library.articles.changed_at, library.revision
    edit(library, **value)
    assert [stored.key for _, found in library.passages.walk() for stored in found] == keys
    assert library.articles.changed_at > changed_at
    assert library.revision == revision + 1


def test_deleted_article_comes_back_as_it_was_filed(library: Library) -> None:
    edited = edit(library, **SET)
    library.delete_article("a1")
    assert library.catalogue.collections(9) == []
    library.restore_article("a1")
    assert get(library) == edited
    assert [(share.name, share.articles) for share in library.catalogue.tags(9)] == [
        ("党建", 1),
        ("社区", 1),
    ]


def test_merged_library_brings_collections_tags_and_edits(library: Library, tmp_path: Path) -> None:
    edited = edit(library, **SET)
    other = cut_library(tmp_path / "other.sqlite3")
    list(merge(other, library))
    assert get(other) == edited
    assert read_again(other) == edited


def test_heir_of_a_file_keeps_what_was_set(library: Library) -> None:
    put_copy(library, "b.txt", "h1", of="a.txt")
    edit(library, **SET)
    library.delete_file("a.txt")
    [heir] = library.articles.of_file("b.txt")
    assert {name: getattr(heir, name) for name in SET} == SET


def test_collections_and_tags_are_selected_and_counted_folded(library: Library) -> None:
    others = [
        replace(article("a2"), collection="晚報", tags=("黨建",)),
        replace(article("a3"), collection="日报", tags=("党建", "社区")),
    ]
    put(library, "a.txt", "h2", [READ, *others])
    edit(library, collection="晚报", tags=("社区",))
    count = library.catalogue.count
    assert (count(Selection(collection="晚报")), count(Selection(collection="晚"))) == (2, 0)
    assert count(Selection(tags=("党建",))) == 2
    assert count(Selection(tags=("党建", "社區"))) == 1
    assert count(Selection(collection="日报", tags=("党建",), containing="标题a3")) == 1
    assert count(Selection(within=("晚報",))) == 2
    assert count(Selection(within=())) == 0
    found = [(share.name, share.articles) for share in library.catalogue.collections(9)]
    assert found == [("晚报", 2), ("日报", 1)]
    assert [(share.name, share.articles) for share in library.catalogue.tags(1)] == [("党建", 2)]


def test_repair_fills_the_catalogue_with_collections_and_tags(library: Library) -> None:
    edit(library, **SET)
    library.repair(LibraryInconsistencies())
    assert library.catalogue.count(Selection(collection="晚报", tags=("社区",))) == 1
