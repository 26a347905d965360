"""What an edit left as it was is found, however far apart the changes are."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from embeddings.edits import Edit, find_edits

ROW = "甲乙丙丁戊己庚辛壬癸"


def replace_at(text: str, *places: int) -> str:
    letters = list(text)
    for place in places:
        letters[place] = "改"
    return "".join(letters)


def touched(former: str, text: str) -> list[int]:
    edits = find_edits(former, text)
    return [place for place in range(len(former)) if edits.touch(place)]


def test_changes_far_apart_touch_nothing_between_them() -> None:
    text = ROW * 2_000
    assert touched(text, replace_at(text, 100, 19_000)) == [100, 19_000]
    assert touched(text, "新" + replace_at(text, 12_000)) == [12_000]


def test_single_character_between_two_changes_is_not_touched() -> None:
    assert touched(ROW, replace_at(ROW, 3, 5)) == [3, 5]
    assert touched(ROW, ROW.replace("丁戊己", "一一戊一")) == [3, 5]


def test_characters_that_are_exchanged_for_each_other_are_touched() -> None:
    assert touched("昨目日上午", "昨日曰上午") == [1, 2]


def test_inserted_and_deleted_words_touch_only_themselves() -> None:
    edits = find_edits("馆长沈丽华昨日介绍", "本报讯 馆长沈丽华介绍")
    assert list(edits) == [Edit(0, 0, 0, 4), Edit(5, 7, 9, 9)]
    assert [edits.map_start(place) for place in (0, 4, 7)] == [4, 8, 9]


def test_text_most_of_which_is_new_keeps_the_clauses_that_stayed() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    letters = [chr(0x4E00 + n) for n in range(3_000)]

    def write() -> str:
        return "，".join("".join(chance.sample(letters, 40)) for _ in range(30)) + "。"

    first, stays, last = write(), write(), write()
    former, text = first + stays + last, write() + stays.replace("，", "、", 1) + write()
    inside = range(len(first) + 60, len(first) + len(stays))
    assert not set(inside) & set(touched(former, text))


def test_long_text_that_is_all_new_takes_little_time() -> None:
    began = time.process_time()
    find_edits("".join(map(chr, range(0x4E00, 0x8E00))) * 20, ROW * 40_000)
    assert time.process_time() - began < 5


@given(st.text(alphabet="甲乙。", max_size=40), st.text(alphabet="甲乙。", max_size=40))
def test_what_is_not_touched_is_the_same_and_in_order(former: str, text: str) -> None:
    edits = find_edits(former, text)
    kept = [place for place in range(len(former)) if not edits.touch(place)]
    moved = [edits.map_start(place) for place in kept]
    assert [former[place] for place in kept] == [text[place] for place in moved]
    assert moved == sorted(set(moved))
    new = {place for edit in edits for place in range(edit.new_start, edit.new_end)}
    assert sorted(new.union(moved)) == list(range(len(text)))
    assert new.isdisjoint(moved)
