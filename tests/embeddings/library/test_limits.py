"""A library that is limited to collections shows nothing else, and cannot be changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.errors import StorageError
from embeddings.library.catalogue import Listing
from embeddings.library.library import Library
from tests.support.libraries import SHORT, article, cut_library, put


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3")
    put(library, "a.txt", "h1", [replace(article("a1"), collection="晚報", tags=("党建",))])
    put(library, "b.txt", "h2", [replace(article("b1"), collection="日报", tags=("交通",))])
    put(library, "c.txt", "h3", [article("c1")])
    return library


def test_only_the_collections_are_there(library: Library) -> None:
    limited = library.limited_to(("晚报",))
    assert limited.articles.ids() == ["a1"]
    assert (limited.articles.get("b1"), limited.articles.count()) == (None, 1)
    assert [one.article_id for one in limited.passages.of_article("b1")] == []
    assert [row.id for row in limited.passages.ranges_by_article(SHORT)] == ["a1"]
    assert limited.passages.count() == len(limited.passages.of_article("a1"))
    assert limited.catalogue.page(Listing(), 9).ids == ["a1"]
    assert [share.name for share in limited.catalogue.tags(9)] == ["党建"]
    assert [share.name for share in limited.catalogue.sources(9)] == ["a.txt"]
    assert [file.source for file in limited.files.all()] == ["a.txt"]
    assert library.limited_to(None).articles.ids() == ["a1", "b1", "c1"]


def test_article_that_is_moved_is_there_or_gone_at_once(library: Library) -> None:
    evening, daily = library.limited_to(("晚报",)), library.limited_to(("日报", "周刊"))
    moved = library.articles.get("a1")
    assert moved is not None
    library.rewrite(replace(moved, collection="日報"))
    assert (evening.articles.ids(), daily.articles.ids()) == ([], ["a1", "b1"])
    assert len(evening.history.of_article("a1")) == 0
    assert len(daily.history.of_article("a1")) == 0  # it tells where the article was


def test_deleted_articles_of_others_are_not_in_the_bin(library: Library) -> None:
    limited = library.limited_to(("晚报",))
    for name in ("a1", "b1"):
        library.delete_article(name)
    assert (limited.articles.is_in_bin("a1"), limited.articles.is_in_bin("b1")) == (True, False)
    put(library, "b.txt", "h5", [replace(article("b2"), collection="日报")])
    assert limited.articles.find_former("b1") is None


def test_names_of_collections_are_never_part_of_a_query(library: Library) -> None:
    assert library.limited_to(("晚报') OR ('1' = '1",)).articles.ids() == []


def test_nothing_can_be_changed(library: Library) -> None:
    limited = library.limited_to(("晚报",))
    with pytest.raises(StorageError, match="view"):
        limited.delete_article("a1")
    assert limited.articles.ids() == ["a1"]
