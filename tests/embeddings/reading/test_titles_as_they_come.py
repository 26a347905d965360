"""Titles of documents that print none, or one to be filled in."""

from pathlib import Path

import pytest

from tests.embeddings.reading.test_pdf import LEFT, prose
from tests.support.office import make_pptx, make_xlsx
from tests.support.printing import Print, Sheet, print_pdf, set_lines
from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen
from tests.support.word import make_word, p

HEADING = (
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
TEXT = "水库管理所的职工都要读这本手册，读完在名册上签字，年底由所里统一考试一次。"


def write(text: str, size: int) -> str:
    return (
        "<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r>"
        f'<a:rPr sz="{size}"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


CASES = [
    case(
        "职工手册.docx",
        make_word(
            p("石桥水利有限公司 管理部")
            + p("前　言", '<w:pStyle w:val="H"/>')
            + p(TEXT)
            + p("第一章　考勤", '<w:pStyle w:val="H"/>')
            + p("早八点到岗，晚六点离岗，迟到的扣当日补贴，一月迟到三次的由所长谈话。"),
            {"styles": HEADING},
        ),
        Seen(
            "职工手册",
            (
                "石桥水利有限公司 管理部",
                "前 言",
                TEXT,
                "第一章 考勤",
                "早八点到岗，晚六点离岗，迟到的扣当日补贴，一月迟到三次的由所长谈话。",
            ),
        ),
    ),
    case(
        "公告.docx",
        make_word(
            p("__________公司", '<w:jc w:val="center"/>')
            + p("关联交易公告", '<w:jc w:val="center"/>')
            + p("本公司保证公告内容真实、准确、完整，没有虚假记载。")
        ),
        Seen("公司关联交易公告", ("本公司保证公告内容真实、准确、完整，没有虚假记载。",)),
    ),
    case(
        "讲课.pptx",
        make_pptx(
            [write("石桥水利所", 1800) + write("怎样看懂水位尺", 4400) + write("聂文秀", 2000)]
        ),
        Seen("怎样看懂水位尺", ("石桥水利所", "怎样看懂水位尺", "聂文秀")),
    ),
    case(
        "物料.xlsx",
        make_xlsx({"表": [["品名", "数量"], ["水泵", 12], ['=DISPIMG("ID_1",1)', 8]]}),
        Seen("物料", ("品名:水泵;数量:12", "数量:8")),
    ),
    case(
        "值守规程.pdf",
        print_pdf(
            [
                Sheet(
                    [
                        Print("前言", 270, 70, 20),
                        *set_lines(prose(200, 1), LEFT, 120, 35),
                        Print("一、交接", LEFT, 320, 20),
                        *set_lines(prose(200, 2), LEFT, 360, 35),
                    ]
                )
            ]
        ),
        Seen("值守规程", ("前言", prose(200, 1), "一、交接", prose(200, 2))),
    ),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_title_is_printed_or_that_of_the_file(one: ReadingCase, tmp_path: Path) -> None:
    assert read_as_seen(one, tmp_path) == one.seen


@pytest.mark.parametrize("author", ["Windows 用户", "微软用户", "Lenovo", "USER"])
def test_name_of_the_machine_is_no_byline(author: str, tmp_path: Path) -> None:
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></c>'
    one = case("手册.docx", make_word(p(TEXT), core=core))
    assert [seen.byline for seen in read_as_seen(one, tmp_path)] == [""]
