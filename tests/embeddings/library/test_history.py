"""What an editor changes is recorded, and taken back exactly."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embeddings.documents import Article, Heading, Origin, PageStart
from embeddings.library.library import Library, Undoing
from embeddings.places import PlacedText, Places
from tests.support.libraries import article, cut_library, put, put_copy

READ = replace(
    article("a1", "小标题\n第一段话。"),
    headings=(Heading(0, 3),),
    pages=(PageStart(0, 2),),
    date="2017",
    date_origin=Origin.PRINTED,
    places=Places(
        (PlacedText(0, 3, 2, 0.1, 0.1, 0.3, 0.2), PlacedText(4, 9, 2, 0.1, 0.3, 0.5, 0.4)), (5,)
    ),
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = cut_library(tmp_path / "library.sqlite3")
    put(library, "a.txt", "h1", [READ])
    return library


def whole(library: Library) -> tuple[Article, Places]:
    stored = library.articles.get("a1")
    assert stored is not None
    return stored, library.places.of_article("a1")


def edit(library: Library, editor: str = "", **values: Any) -> None:  # noqa: ANN401 - of any field
    library.rewrite(replace(whole(library)[0], **values), editor=editor)


CHANGES: list[dict[str, Any]] = [
    {"title": "新标题"},
    {"date": "2017-10-11", "date_origin": Origin.GIVEN},
    {"collection": "晚报", "tags": ("党建", "社区")},
    {"text": "改过的小标题\n第一段话，加长了。", "headings": ()},
    {"source": "晚报 第3版", "byline": "记者 张三", "url": "https://example.org/1"},
]


@pytest.mark.parametrize("values", CHANGES)
def test_last_change_is_taken_back_exactly(library: Library, values: dict[str, Any]) -> None:
    before = whole(library)
    edit(library, **values)
    assert whole(library) != before
    assert library.undo("a1") is Undoing.DONE
    assert whole(library) == before


def test_changes_are_taken_back_one_after_the_other(library: Library) -> None:
    states = []
    for values in CHANGES:
        states.append(whole(library))
        edit(library, **values)
    for state in reversed(states):
        assert library.undo("a1") is Undoing.DONE
        assert whole(library) == state
    assert library.undo("a1") is Undoing.NOTHING


def test_history_tells_who_changed_what_and_who_took_it_back(library: Library) -> None:
    edit(library, "甲", collection="晚报")
    edit(library, "乙", tags=("党建",), title="新标题")
    edit(library, "乙", title="新标题")
    library.undo("a1", "丙")
    last, first = library.history.of_article("a1")
    assert (last.editor, last.fields, last.undone_by) == ("乙", ["title", "tags"], "丙")
    assert (last.before["title"], last.after["title"]) == ("标题a1", "新标题")
    assert (first.editor, first.before, first.after) == (
        "甲",
        {"collection": ""},
        {"collection": "晚报"},
    )
    assert (first.undone_at, first.edited_at < last.edited_at) == (None, True)


def test_change_is_not_taken_back_after_the_file_said_something_else(library: Library) -> None:
    edit(library, title="新标题")
    put(library, "a.txt", "h2", [replace(READ, title="报上的新标题")])
    assert library.undo("a1") is Undoing.CHANGED_SINCE
    assert whole(library)[0].title == "报上的新标题"


def test_history_ends_with_the_article(library: Library) -> None:
    edit(library, title="只在历史里的暗语")
    library.delete_article("a1")
    library.restore_article("a1")
    assert len(library.history.of_article("a1")) == 1
    library.delete_article("a1")
    library.remove_deleted(before=4e9)
    assert library.history.of_article("a1") == []
    put(library, "a.txt", "h3", [READ])
    edit(library, title="新标题")
    put(library, "a.txt", "h4", [])
    assert library.history.of_article("a1") == []


def test_heir_of_a_file_keeps_the_history(library: Library) -> None:
    put_copy(library, "b.txt", "h1", of="a.txt")
    edit(library, title="新标题")
    library.delete_file("a.txt")
    [heir] = library.articles.of_file("b.txt")
    assert library.undo(heir.id) is Undoing.DONE
    assert [one.title for one in library.articles.of_file("b.txt")] == ["标题a1"]
