"""Places of a text: they move with edits, and ranges map to boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.places import (
    PlacedText,
    Places,
    decode_places,
    follow_offsets,
    join_places,
    merge_offsets,
)

LINE = PlacedText(0, 10, 1, 0.1, 0.2, 0.6, 0.25)
BELOW = PlacedText(10, 20, 1, 0.1, 0.3, 0.6, 0.35)
DOWN = PlacedText(0, 10, 2, 0.9, 0.1, 0.95, 0.6)


def boxes(places: Places, *spans: tuple[int, int]) -> list[tuple[float, ...]]:
    return [tuple(round(edge, 4) for edge in region[2:]) for region in places.find_regions(spans)]


def test_range_over_two_lines_has_a_region_on_each() -> None:
    places = Places((LINE, BELOW))
    assert boxes(places, (8, 12)) == [(1, 0.5, 0.2, 0.6, 0.25), (1, 0.1, 0.3, 0.2, 0.35)]
    assert boxes(places, (20, 30)) == []


def test_vertical_line_is_cut_downwards() -> None:
    assert boxes(Places((DOWN,)), (2, 4)) == [(2, 0.9, 0.2, 0.95, 0.3)]


def test_corrected_character_is_no_longer_in_doubt_and_places_stay() -> None:
    places, line = Places((LINE, BELOW), (3, 12)), "甲乙丙日戊己庚辛壬癸"
    edited = places.follow_edit(line + line, line.replace("日", "曰") + line)
    assert edited == Places((LINE, BELOW), (12,))


def test_confirmed_characters_are_no_longer_in_doubt() -> None:
    assert Places((LINE,), (3, 4, 7)).confirm([(4, 7)]) == Places((LINE,), (3, 7))


def test_what_lies_between_two_corrections_stays_in_doubt() -> None:
    text = "甲乙丙日戊己庚辛壬癸子丑寅卯辰已午未申酉"
    edited = text.replace("日", "曰").replace("已", "巳")
    places = Places((LINE, BELOW), (3, 9, 15)).follow_edit(text, edited)
    assert places == Places((LINE, BELOW), (9,))
    longer = Places((LINE, BELOW), (3, 9, 15)).follow_edit(text, edited.replace("曰", "曰曰"))
    assert longer.doubtful == (10,)
    assert [(line.start, line.end) for line in longer.lines] == [(0, 11), (11, 21)]


def test_doubts_that_no_correction_touches_stay_however_far_apart_or_near_they_are() -> None:
    text = "甲乙丙日戊己庚辛壬癸" * 1_000
    places = Places((), (3, 4, 5, 5_003, 9_003))
    edited = text[:3] + "曰戊已" + text[6:9_003] + "曰" + text[9_004:]
    assert places.follow_edit(text, edited).doubtful == (4, 5_003)


def test_inserted_words_belong_to_no_line() -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 2
    edited = Places((LINE, BELOW), (12,)).follow_edit(text, text[:10] + "新的话" + text[10:])
    assert [(line.start, line.end) for line in edited.lines] == [(0, 10), (13, 23)]
    assert edited.doubtful == (15,)


def test_cut_text_keeps_the_places_of_what_is_left() -> None:
    clipped = Places((LINE, BELOW), (3, 12)).clip(11)
    assert [(line.start, line.end) for line in clipped.lines] == [(0, 10), (10, 11)]
    assert clipped.doubtful == (3,)


def test_parts_join_with_their_offsets() -> None:
    joined = join_places([(0, Places((LINE,), (3,))), (11, Places((DOWN,), (0,)))])
    assert [(line.start, line.end, line.page) for line in joined.lines] == [(0, 10, 1), (11, 21, 2)]
    assert joined.doubtful == (3, 11)


def test_neighbouring_offsets_are_one_range() -> None:
    assert merge_offsets([1, 2, 3, 7]) == [(1, 4), (7, 8)]


AROUND = st.text(alphabet="甲乙丙", max_size=30)


@given(AROUND, st.text("丁戊", max_size=9), st.text("己庚", max_size=9), AROUND)
def test_what_is_not_rewritten_keeps_its_characters(
    before: str, former: str, text: str, after: str
) -> None:
    old, new = before + former + after, before + text + after
    lines = tuple(PlacedText(n, n + 1, 1, 0, 0, 1, 1) for n in range(len(old)))
    edited = Places(lines, tuple(range(len(old)))).follow_edit(old, new)
    assert all(0 <= line.start < line.end <= len(new) for line in edited.lines)
    assert all(0 <= offset < len(new) for offset in edited.doubtful)
    kept = {n for n in range(len(old)) if n < len(before) or n >= len(before + former)}
    moved = dict(zip(range(len(old)), follow_offsets(range(len(old)), old, new), strict=True))
    assert all(old[n] == new[moved[n]] for n in kept)


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        ([[0, 11, 1, 0, 0, 1, 1]], []),
        ([[0, 5, 0, 0, 0, 1, 1]], []),
        ([[0, 5, 1, 0, 0, 1, 2]], []),
        ([[0, 5, 1, 0, 0, 1]], []),
        (["甲"], []),
        ([], [10]),
        ([], [-1]),
        ([], [True]),
        ([], [4, 3]),
        ([], [3, 3]),
        ([[0, 5, 1, 0, 0, 1, 1], [4, 8, 1, 0, 0, 1, 1]], []),
        ([[5, 8, 1, 0, 0, 1, 1], [0, 5, 1, 0, 0, 1, 1]], []),
    ],
)
def test_places_outside_of_text_or_page_or_out_of_order_are_refused(
    lines: list[object], doubtful: list[object]
) -> None:
    with pytest.raises(ValueError, match="a "):
        decode_places(lines, doubtful, 10)
