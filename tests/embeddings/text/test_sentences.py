"""Sentences, statements and clauses are ranges of the text itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Span
from embeddings.text.sentences import (
    find_first_clause,
    find_sentence,
    split_clauses,
    split_paragraphs,
    split_sentences,
    split_statements,
    trim,
)

PROSE = st.text(
    alphabet=st.sampled_from("党建工作12.,3，。!?！？；;：:…”’」』\"' \n\u3000A.b"), max_size=80
)


def sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def clauses_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text)]


def test_sentence_keeps_its_punctuation_and_closing_quotes() -> None:
    text = "“速度真快!”陈久磊说。会议开了吗?开了……散会。"
    assert sentences_of(text) == ["“速度真快!”", "陈久磊说。", "会议开了吗?", "开了……", "散会。"]


def test_western_and_full_width_punctuation_end_sentences_alike() -> None:
    assert sentences_of("好!真好！是吗?是吗？是。") == ["好!", "真好！", "是吗?", "是吗？", "是。"]


def test_full_stop_inside_a_number_or_a_name_ends_nothing() -> None:
    text = "总投资40.92亿元,下降3.1岁,见www.example.cn网站。"
    assert sentences_of(text) == [text]


def test_latin_full_stop_before_a_space_ends_a_sentence() -> None:
    assert sentences_of("It rained. We left.") == ["It rained.", "We left."]


def test_line_end_ends_a_sentence_without_punctuation() -> None:
    assert sentences_of("一心两轴\n三区六片。") == ["一心两轴", "三区六片。"]


def test_range_without_a_part_of_a_sentence_has_its_line() -> None:
    assert find_sentence("甲说。\n乙说。", Span(0, 0)) == (0, 3)
    assert find_sentence("甲说。\n\n乙说。", Span(4, 4)) == (4, 4)


def test_blank_lines_are_not_paragraphs() -> None:
    text = "甲\n\n \u3000\n  乙  \n"
    assert [text[start:end] for start, end in split_paragraphs(text)] == ["甲", "乙"]


def test_semicolons_part_statements_and_not_sentences() -> None:
    text = "一是抓学习;二是抓整改；三是抓落实。"
    assert sentences_of(text) == [text]
    assert [text[s:e] for s, e in split_statements(text)] == [
        "一是抓学习;",
        "二是抓整改；",
        "三是抓落实。",
    ]


def test_commas_between_digits_part_clauses_only_where_they_group_no_thousands() -> None:
    assert clauses_of("收入1,500元,比例1:2") == ["收入1,500元,", "比例1:2"]
    assert clauses_of("播放9600次,2篇报道") == ["播放9600次,", "2篇报道"]
    assert clauses_of("编号9600,2篇") == ["编号9600,", "2篇"]


def test_only_the_requested_range_is_split() -> None:
    text = "甲。乙。丙。"
    assert list(split_sentences(text, Span(2, 4))) == [Span(2, 4)]


def test_trim_leaves_nothing_of_white_space() -> None:
    assert trim(" \u3000甲 乙\t", Span(0, 6)) == Span(2, 5)
    assert trim("   ", Span(0, 3)) == Span(3, 3)


@pytest.mark.parametrize(
    "cut", [split_paragraphs, split_sentences, split_statements, split_clauses]
)
@given(text=PROSE | st.text(max_size=40))
def test_pieces_cover_every_visible_character_exactly_once(cut: object, text: str) -> None:
    assert callable(cut)
    pieces: list[Span] = list(cut(text))
    covered = [index for start, end in pieces for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)


@given(text=PROSE)
def test_pieces_are_neither_empty_nor_edged_with_white_space(text: str) -> None:
    for start, end in (*split_sentences(text), *split_statements(text), *split_clauses(text)):
        piece = text[start:end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece


@given(
    st.text(st.sampled_from("党建工作1,，;:：。!?“”… \u3000A"), max_size=90),
    st.integers(0, 20),
    st.integers(1, 40),
)
def test_the_first_clause_is_the_first_of_all_clauses(text: str, start: int, maximum: int) -> None:
    within = Span(min(start, len(text)), len(text))
    first = next(split_clauses(text, within), None)
    found = find_first_clause(text, within, maximum)
    expected = text[first.start : min(first.end, first.start + maximum)] if first else ""
    assert text[found.start : found.end] == expected
