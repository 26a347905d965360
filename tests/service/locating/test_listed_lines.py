"""A list below a heading is quoted as a whole."""

from embeddings.documents import Article, Heading, Span
from service.locating.listed_lines import find_listed_lines

LINES = ("办理条件", "户口在本镇,年满六十岁。", "所需材料", "身份证原件", "近期照片两张", "申请表")


def listed(lines: tuple[str, ...], headings: tuple[str, ...], answer: str) -> list[str]:
    text = "\n".join(lines)
    spans = tuple(Heading(text.index(h), text.index(h) + len(h)) for h in headings)
    start = text.index(answer)
    article = Article("0" * 16, "办事指南.html", "办事指南", "", "", text, spans)
    found = find_listed_lines(article, Span(start, start + len(answer)))
    return [text[slice(*line)] for line in found]


def test_lines_below_the_heading_are_the_items() -> None:
    headings = ("办理条件", "所需材料")
    assert listed(LINES, headings, "照片") == ["身份证原件", "近期照片两张", "申请表"]
    assert listed((*LINES, "地点", "二楼"), (*headings, "地点"), "身份证") == list(LINES[3:])


def test_sentences_and_single_lines_are_no_list() -> None:
    assert listed(LINES, ("办理条件", "所需材料"), "年满六十岁") == []
    assert listed((*LINES, "交到二楼窗口。"), ("所需材料",), "申请表") == []
    assert listed(LINES, (), "申请表") == []
