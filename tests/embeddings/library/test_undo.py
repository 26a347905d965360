"""A deleted article can be restored for a while; after that no trace of it is left on disk."""

import math
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Heading, PageStart
from embeddings.errors import StorageError
from embeddings.library.catalogue import Listing, Order
from embeddings.library.library import Library
from embeddings.library.records import Change
from embeddings.library.selection import Selection
from embeddings.storage.failpoints import Step, listeners
from tests.support.libraries import article, cut_library, put, texts

KILLED = """
import os, signal, sys
from pathlib import Path
from embeddings.storage import failpoints
from embeddings.library.library import Library
library = Library(Path(sys.argv[1]))
step = failpoints.Step[sys.argv[2]]
failpoints.listeners.append(lambda at, _: at is step and os.kill(os.getpid(), signal.SIGKILL))
library.restore_article("a1")
"""
WORDS = "只在这一篇里的暗语碧落黄泉。"
WHOLE = replace(
    article("a1", "小标题\n" + WORDS * 40),
    headings=(Heading(0, 3),),
    pages=(PageStart(0, 7),),
    date="2017-10-11",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3")
    put(library, "a.txt", "h1", [WHOLE, article("a2")])
    return library


def remains(folder: Path) -> list[str]:
    """Return the files that hold the words of the article."""
    return [item.name for item in folder.iterdir() if "碧落黄泉".encode() in item.read_bytes()]


def test_restored_article_is_as_it_was(library: Library) -> None:
    passages, held = library.passages.of_article("a1"), library.articles.holdings(["a1"])
    assert library.delete_article("a1") == Change(removed=1)
    assert (library.articles.get("a1"), library.articles.count()) == (None, 1)
    revision = library.revision
    assert library.restore_article("a1") == Change(added=1)
    assert library.revision == revision + 1  # an index sees that it is behind
    assert (library.articles.get("a1"), library.passages.of_article("a1")) == (WHOLE, passages)
    assert library.articles.holdings(["a1"]) == held
    assert library.files.find_deleted_articles("a.txt") == {}


def test_each_deletion_is_undone_by_itself_and_once(library: Library) -> None:
    library.delete_article("a1")
    library.delete_article("a2")
    assert library.restore_article("a2") == Change(added=1)
    assert library.catalogue.page(Listing(), 9).ids == ["a2"]
    assert library.restore_article("a2") == Change()
    assert library.restore_article("a1") == Change(added=1)


def test_article_that_its_file_brought_back_cannot_be_brought_back_again(library: Library) -> None:
    library.delete_article("a1")
    put(library, "a.txt", "h2", [replace(WHOLE, text="另一个正文。"), article("a2")])
    assert library.restore_article("a1") == Change()
    assert texts(library) == {"a.txt": ["另一个正文。", article("a2").text]}


def test_forgotten_file_takes_what_was_deleted_from_it_along(library: Library) -> None:
    library.delete_article("a1")
    library.delete_file("a.txt")
    assert library.restore_article("a1") == Change()


def test_nothing_of_a_removed_article_is_left_in_the_files(
    library: Library, tmp_path: Path
) -> None:
    library.delete_article("a1")
    assert library.remove_deleted(time.time() - 60) == 0
    assert remains(tmp_path) != []
    assert library.remove_deleted(math.inf) == 1
    assert remains(tmp_path) == []
    assert library.restore_article("a1") == Change()
    assert list(library.files.find_deleted_articles("a.txt")) == ["a1"]


def test_undo_on_a_full_disk_is_whole_or_not_at_all(library: Library) -> None:
    library.delete_article("a1")

    def refuse(step: Step, path: Path) -> None:
        if step is Step.COMMIT:
            raise StorageError("no room")

    listeners.append(refuse)
    with pytest.raises(StorageError, match="no room"):
        library.restore_article("a1")
    listeners.remove(refuse)
    assert library.catalogue.page(Listing(), 9).ids == ["a2"]
    assert library.restore_article("a1") == Change(added=1)


@pytest.mark.parametrize(("step", "is_back"), [(Step.COMMIT, False), (Step.COMMITTED, True)])
def test_undo_that_is_killed_has_happened_or_not(
    library: Library, tmp_path: Path, step: Step, *, is_back: bool
) -> None:
    library.delete_article("a1")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "library.sqlite3"), step.name]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert (library.articles.get("a1") == WHOLE, bool(library.passages.of_article("a1"))) == (
        is_back,
        is_back,
    )
    assert library.catalogue.count() == 1 + is_back
    assert bool(library.restore_article("a1")) is not is_back


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("containing", ["", "标题A"])
def test_pages_of_every_order_are_without_gap_while_articles_go(
    library: Library, order: Order, containing: str, *, descending: bool
) -> None:
    names = [f"a{n}" for n in range(3, 40)]
    put(library, "b.txt", "h3", [article(name, source=f"源{name[-1]}") for name in names])
    listing = Listing(order, descending, Selection(containing))
    whole = library.catalogue.page(listing, 100)
    assert (len(whole.ids), whole.total, whole.end) == (39, 39, None)
    found: list[str] = []
    page = library.catalogue.page(listing, 7)
    while page.end:
        found += page.ids
        library.delete_article(page.ids[-1])  # the place of a row that is gone is a place still
        page = library.catalogue.page(listing, 7, page.end)
    assert [*found, *page.ids] == whole.ids
