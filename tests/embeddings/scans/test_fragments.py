"""A mark that was found apart from its line is joined to it; lines in smaller type are not."""

from embeddings.layout.boxes import Box
from embeddings.scans.fragments import join_fragments

LINE = Box(100, 50, 400, 82)


def test_mark_after_its_line_belongs_to_it() -> None:
    assert join_fragments([LINE, Box(405, 52, 425, 62)]) == [Box(100, 50, 425, 82)]


def test_mark_between_two_lines_belongs_to_the_nearer_one() -> None:
    right = Box(440, 50, 700, 82)
    assert join_fragments([LINE, right, Box(423, 52, 438, 62)]) == [
        LINE,
        Box(423, 50, 700, 82),
    ]


def test_mark_under_a_vertical_line_belongs_to_it() -> None:
    line = Box(100, 50, 130, 400)
    assert join_fragments([line, Box(115, 402, 127, 416)]) == [Box(100, 50, 130, 416)]


def test_what_is_no_fragment_stays_apart() -> None:
    boxes = [LINE, Box(410, 52, 520, 70), Box(405, 120, 425, 130), Box(600, 52, 615, 62)]
    assert join_fragments(boxes) == sorted(boxes)


def test_overlapping_parts_of_one_line_are_joined() -> None:
    assert join_fragments([Box(390, 49, 700, 80), LINE]) == [Box(100, 49, 700, 82)]
    below = Box(100, 76, 400, 108)
    assert join_fragments([LINE, below]) == [LINE, below]
    upper, lower = Box(100, 50, 130, 400), Box(101, 390, 131, 700)
    assert join_fragments([lower, upper]) == [Box(100, 50, 131, 700)]
