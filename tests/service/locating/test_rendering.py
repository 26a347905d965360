"""Passages are read with the dates that their words mean, and answers found where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Article, Origin, Passage, Span
from service.answers.hits import Hit, Scores
from service.locating.rendering import render_with_dates

TEXT = "消息。三天前,大桥合龙。去年12月曾停工,近日复工,2025年1月通车。"
START = TEXT.index("三天前")


def make_hit(date: str) -> Hit:
    article = Article("a", "a.txt", "", "", date, TEXT, date_origin=Origin.PRINTED)
    passage = Passage("a-0", "a", 0, "", START, len(TEXT))
    return Hit(passage, article, Scores(0, 0, 0, 0))


def test_words_that_mean_a_date_are_read_as_it() -> None:
    rendered = render_with_dates(make_hit("2023-11-20"))
    assert rendered.text == "2023年11月17日,大桥合龙。2022年12月曾停工,近日复工,2025年1月通车。"
    for read, printed in {
        "2023年11月17日": "三天前",
        "11月": "三天前",
        "2022年12月曾停工": "去年12月曾停工",
        "2025年1月": "2025年1月",
        ",": ",",
    }.items():
        start = rendered.text.index(read)
        found = rendered.locate(Span(start, start + len(read)))
        assert TEXT[START:][slice(*found)] == printed


def test_text_without_a_date_is_read_as_printed() -> None:
    hit = make_hit("")
    assert render_with_dates(hit).text == hit.text


@given(st.data())
def test_ranges_that_are_read_are_ranges_of_the_passage(data: st.DataObject) -> None:
    hit = make_hit("2023-11-20")
    rendered = render_with_dates(hit)
    start = data.draw(st.integers(0, len(rendered.text) - 1))
    end = data.draw(st.integers(start + 1, len(rendered.text)))
    found = rendered.locate(Span(start, end))
    assert 0 <= found.start < found.end <= len(hit.text)
