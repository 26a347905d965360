"""The quote: whole sentences around the answer, filled with their neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Span
from service.locating.quoting import QUOTE_CHARACTERS, SENTENCE_CHARACTERS, find_quote

FILLING = "这一句话有二十个字,用来把段落填长一些罢了。"


def quote(text: str, words: str) -> str:
    start = text.index(words)
    span = find_quote(text, Span(start, start + len(words)))
    return text[span.start : span.end]


def test_short_paragraph_is_quoted_whole() -> None:
    text = "第一段。\n村里建了食堂。食堂有桌子86张!老人都来吃饭。\n第三段。"
    assert quote(text, "86张") == "村里建了食堂。食堂有桌子86张!老人都来吃饭。"


def test_long_paragraph_is_quoted_from_the_answer_on() -> None:
    text = FILLING * 9 + "食堂有桌子86张。" + FILLING * 9
    shown = quote(text, "86张")
    assert shown.startswith("食堂有桌子86张。" + FILLING)
    assert shown.endswith("罢了。")
    assert QUOTE_CHARACTERS - len(FILLING) < len(shown) <= QUOTE_CHARACTERS


@pytest.mark.parametrize("words", ["\n第三段", "\n", "。\n"])
def test_answer_that_begins_with_a_line_break_is_quoted(words: str) -> None:
    assert quote("第一段。\n第三段很短。", words) in {"第一段。", "第三段很短。"}


def test_answer_at_the_end_is_quoted_with_what_precedes_it() -> None:
    shown = quote(FILLING * 9 + "食堂有桌子86张。", "86张")
    assert shown.startswith(FILLING * 2)
    assert shown.endswith("食堂有桌子86张。")


def test_long_sentence_is_quoted_by_its_statements() -> None:
    statement = "全村的党员和群众一起修路种树挖渠,忙了一整个冬天"
    text = ";".join([statement] * 4 + ["食堂有桌子86张"] + [statement] * 4) + "。"
    shown = quote(text, "86张")
    assert "食堂有桌子86张;" in shown
    assert shown.startswith(("全村", "食堂"))
    assert shown.endswith(("冬天;", "冬天。"))


def test_sentence_is_quoted_whole_although_it_is_rather_long() -> None:
    clauses = ["全村的党员和群众一起修路种树挖渠"] * 5
    text = f"开头一句。{','.join([*clauses, '食堂有桌子86张', *clauses])}。结尾一句。"
    shown = quote(text, "86张")
    assert QUOTE_CHARACTERS < len(shown) <= SENTENCE_CHARACTERS
    assert (shown[:3], shown[-3:]) == ("全村的", "挖渠。")


def test_clauses_of_an_endless_sentence_do_not_end_on_a_comma() -> None:
    clauses = ["全村的党员和群众一起修路种树挖渠"] * 15
    text = ",".join([*clauses, "食堂有桌子86张", *clauses]) + "。"
    shown = quote(text, "86张")
    assert len(shown) <= QUOTE_CHARACTERS
    assert shown.startswith("食堂有桌子86张,")
    assert shown.endswith("挖渠")


def test_answer_over_two_sentences_is_quoted_with_both() -> None:
    text = FILLING * 9 + "来了86人。走了79人。" + FILLING * 9
    assert quote(text, "86人。走了79人").startswith("来了86人。走了79人。")


@pytest.mark.parametrize("mark", ["", "。", ",", ";", "\n"])
def test_endless_text_is_cut(mark: str) -> None:
    text = f"{'长' * 200}{mark}" * 3
    span = find_quote(text, Span(210, 215))
    assert span.start <= 210
    assert span.end >= 215
    assert span.end - span.start <= SENTENCE_CHARACTERS


@given(text=st.text("村里。,;!\n 86张”", min_size=1), data=st.data())
def test_quote_is_short_and_within_a_paragraph(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start].isspace():
        return
    span = find_quote(text, Span(start, end))
    assert 0 <= span.start <= start < span.end <= len(text)
    assert span.end - span.start <= SENTENCE_CHARACTERS
    assert "\n" not in text[span.start : span.end]
