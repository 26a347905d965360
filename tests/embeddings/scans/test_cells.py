"""The rows of a vertical line are shared out between its letters and the marks between them."""

from embeddings.scans.cells import Part, find_parts

SIZE = 40.0


def share(runs: list[tuple[int, int]], middles: list[float], strokes: set[int]) -> list[Part]:
    return find_parts(runs, [n in strokes for n in range(len(runs))], middles, SIZE)


def test_parts_of_one_character_stay_together() -> None:
    runs = [(2, 6), (16, 20), (32, 36), (44, 80)]  # 三, 中
    assert share(runs, [14, 62], {0, 1, 2}) == [Part(2, 36, 0), Part(44, 80, 1)]


def test_mark_after_a_flat_character_is_not_taken_for_its_part() -> None:
    runs = [(18, 22), (44, 52), (84, 120)]  # 一，中
    assert share(runs, [22, 102], {0}) == [Part(18, 22, 0), Part(44, 52, None), Part(84, 120, 1)]


def test_dots_of_a_colon_are_one_mark_and_two_marks_are_two() -> None:
    colon = [(2, 38), (50, 54), (60, 64), (84, 120)]
    assert share(colon, [20, 102], set())[1] == Part(50, 64, None)
    two = [(2, 38), (44, 52), (70, 90), (124, 160)]  # 。』
    assert share(two, [20, 142], set())[1:3] == [Part(44, 52, None), Part(70, 90, None)]


def test_letter_without_ink_is_left_out() -> None:
    assert share([(2, 38), (84, 120)], [20, 60, 102], set()) == [Part(2, 38, 0), Part(84, 120, 2)]
