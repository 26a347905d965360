"""Chunkings of the library into passages: several may coexist, one of them is current."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.library.library import Library
from embeddings.passages import split_passages
from tests.support.libraries import SHORT, article, cut_library, keys, put

LONG = replace(SHORT, minimum=10, maximum=20)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3")
    put(library, "a.txt", "h1", [article(f"a{n}") for n in range(3)])
    return library


def test_second_chunking_leaves_the_current_one_untouched(library: Library) -> None:
    before = list(library.passages.walk())
    library.chunk(LONG)
    assert list(library.passages.walk()) == before
    assert library.passages.settings == SHORT
    assert (len(keys(library)), len(keys(library, LONG))) == (6, 3)
    assert not set(keys(library)) & set(keys(library, LONG))


def test_current_chunking_is_the_one_that_is_read(library: Library) -> None:
    library.chunk(LONG)
    library.use_chunking(LONG)
    assert (library.passages.settings, library.passages.count()) == (LONG, 3)
    assert library.passages.of_article("a0") == list(split_passages(article("a0"), LONG))
    stored = library.passages.find("a0-0")
    assert stored is not None
    assert stored.key in keys(library, LONG)
    assert library.passages.find("a0-1") is None


def test_passages_of_both_chunkings_are_found_by_their_keys(library: Library) -> None:
    library.chunk(LONG)
    both = [keys(library)[0], keys(library, LONG)[0]]
    found = library.passages.get(both)
    assert {key: passage.end for key, passage in found.items()} == {both[0]: 4, both[1]: 8}


def test_added_article_is_in_every_chunking(library: Library) -> None:
    library.chunk(LONG)
    put(library, "b.txt", "h2", [article("b1")])
    assert (len(keys(library)), len(keys(library, LONG))) == (8, 4)
    library.rewrite(article("b1", "第五段。第六段。第七段。"))
    assert (len(keys(library)), len(keys(library, LONG))) == (9, 4)
    library.delete_article("b1")
    assert (len(keys(library)), len(keys(library, LONG))) == (6, 3)


def test_restarted_chunking_repeats_no_passage(library: Library) -> None:
    library.chunk(LONG)
    before = keys(library, LONG)
    library.chunk(LONG)
    assert keys(library, LONG) == before


def test_unused_chunkings_are_dropped_but_never_the_current_one(library: Library) -> None:
    library.chunk(LONG)
    library.drop_chunkings([LONG])
    assert (len(keys(library)), len(keys(library, LONG))) == (6, 3)
    library.drop_chunkings([])
    assert (len(keys(library)), len(keys(library, LONG))) == (6, 0)
    assert library.passages.count() == 6


def test_keys_of_a_dropped_chunking_are_never_reused(library: Library) -> None:
    library.chunk(LONG)
    highest = max(keys(library, LONG))
    library.drop_chunkings([])
    library.chunk(LONG)
    assert min(keys(library, LONG)) > highest


def test_passages_follow_each_other_in_every_chunking(library: Library) -> None:
    library.chunk(LONG)
    put(library, "b.txt", "h2", [article("b1", "第一段。第二段。第三段。第四段。第五段。第六段。")])
    for settings in (SHORT, LONG):
        library.use_chunking(settings)
        for item, passages in library.passages.walk():
            first = passages[0].key
            assert [stored.key for stored in passages] == [first + n for n in range(len(passages))]
            assert [stored.passage for stored in passages] == list(split_passages(item, settings))
