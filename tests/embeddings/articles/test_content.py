"""The elements of a document as the text of an article: tables, headings, pages."""

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.articles.typesetting import lay_out, typeset
from embeddings.documents import Heading, PageStart


def render(*elements: Element) -> list[str]:
    return [paragraph.text for paragraph in lay_out(elements)]


def test_row_carries_the_heads_of_its_columns() -> None:
    table = Table([("出生登记", "当场"), ("补录户口", "10个工作日")], [("事项", "承诺时限")])
    assert render(table) == ["事项:出生登记;承诺时限:当场", "事项:补录户口;承诺时限:10个工作日"]


def test_first_column_without_a_head_is_the_subject() -> None:
    table = Table([("棉花", "12吨", ""), ("小麦", "", "9吨")], [("", "2019年", "2020年")])
    assert render(table) == ["棉花;2019年:12吨", "小麦;2020年:9吨"]


def test_head_of_several_columns_comes_before_their_own() -> None:
    header = [("村名", "收入", "收入"), ("村名", "上半年", "下半年")]
    assert render(Table([("枣林村", "20", "28")], header)) == [
        "村名:枣林村;收入 上半年:20;收入 下半年:28"
    ]


def test_table_without_header_joins_its_cells() -> None:
    assert render(Table([("姓名", "牛文秀"), ("", "书记")])) == ["姓名 | 牛文秀", "书记"]


def test_title_row_has_no_head_and_separators_are_not_doubled() -> None:
    rows = [("一、户籍", ""), ("迁入;", "当场办结。")]
    assert render(Table(rows, [("事项:", "时限")])) == ["一、户籍", "事项:迁入;时限:当场办结。"]


def test_header_that_no_row_shows_is_a_line_of_its_own() -> None:
    assert render(Table([], [("甲", "乙", "乙")])) == ["甲 | 乙"]
    assert render(Table([("一", "二", "")], [("甲", "乙", "备注")])) == [
        "甲 | 乙 | 备注",
        "甲:一;乙:二",
    ]


def test_offsets_of_headings_and_pages_are_those_of_the_text() -> None:
    elements: list[Paragraph | Table] = [
        Paragraph("总则", Role.HEADING, 1, page=1),
        Paragraph("本办法自发布之日起施行。", page=1, later_pages=(PageStart(4, 2),)),
        Table([("甲", "乙")], page=2),
        Paragraph("附则", Role.HEADING, 1, page=3),
    ]
    text, headings, pages, _ = typeset(lay_out(elements))
    assert text == "总则\n本办法自发布之日起施行。\n甲 | 乙\n附则"
    assert headings == (Heading(0, 2), Heading(22, 24))
    assert pages == (PageStart(0, 1), PageStart(7, 2), PageStart(22, 3))
