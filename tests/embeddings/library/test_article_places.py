"""Places of articles in the library: kept with them, moved with edits, gone with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.library.library import Library
from embeddings.library.merging import merge
from embeddings.places import NOWHERE, PlacedText, Places
from tests.support.libraries import article, cut_library, put

TEXT = "第一页的话。第二页的话。"
PLACES = Places(
    (PlacedText(0, 6, 1, 0.1, 0.1, 0.5, 0.15), PlacedText(6, 12, 2, 0.1, 0.1, 0.5, 0.15)), (2, 7)
)
PLACED = replace(article("a1", TEXT), places=PLACES)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.db")
    put(library, "a.txt", "1", [PLACED])
    return library


def stored(library: Library) -> Article:
    found = library.articles.get("a1")
    assert found is not None
    return found


def test_places_are_stored_beside_the_article(library: Library) -> None:
    assert stored(library).places == NOWHERE
    assert library.places.of_article("a1") == PLACES
    assert library.places.complete([stored(library)])[0].places == PLACES
    assert [region.page for region in library.places.of_ranges("a1", [(4, 8)])] == [1, 2]
    assert library.places.count_doubts(["a1", "a2"]) == {"a1": 2}


def test_doubts_behind_the_last_line_with_a_place_are_kept(tmp_path: Path) -> None:
    library = cut_library(tmp_path / "places.db")
    places = replace(PLACES, lines=PLACES.lines[:1], doubtful=(*PLACES.doubtful, len(TEXT) - 1))
    put(library, "a.txt", "1", [replace(PLACED, places=places)])
    assert library.places.of_article("a1") == places


def test_article_of_an_earlier_version_gets_its_places_when_it_is_read_again(
    tmp_path: Path,
) -> None:
    library = cut_library(tmp_path / "old.db")
    put(library, "a.txt", "1", [article("a1", TEXT)])
    assert library.places.of_article("a1") == NOWHERE
    change = put(library, "a.txt", "2", [PLACED])
    assert (change.unchanged, library.places.of_article("a1")) == (1, PLACES)


def test_correction_follows_the_edit(library: Library) -> None:
    library.rewrite(replace(stored(library), text="第一頁的话。第二页的话。"), stored(library))
    assert library.places.of_article("a1") == replace(PLACES, doubtful=(7,))


def test_restored_article_has_its_places_again(library: Library) -> None:
    library.delete_article("a1")
    assert library.places.of_article("a1") == NOWHERE
    library.restore_article("a1")
    assert library.places.of_article("a1") == PLACES


def test_deleted_for_good_leaves_no_places(library: Library) -> None:
    library.delete_article("a1")
    library.remove_deleted(float("inf"))
    library.restore_article("a1")
    assert library.places.of_article("a1") == NOWHERE


def test_merged_library_brings_its_places(library: Library, tmp_path: Path) -> None:
    other = cut_library(tmp_path / "other.db")
    list(merge(other, library))
    assert other.places.of_article("a1") == PLACES
