"""In a row of a table, the cell whose column the question names is the short answer."""

import pytest

from embeddings.documents import Span
from service.questions.question import read_question
from service.short_answers.cells import find_asked_cell
from service.workspace.workspace import Workspace

ROW = "事项:迁入登记;时限 法定:15个工作日;时限 承诺:3个工作日;费用(元):12;窗口:三号厅"


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("迁入登记的承诺时限是多少?", "3个工作日"),
        ("迁入登记法定时限多长?", "15个工作日"),
        ("迁入登记收多少费用?", "12"),
        ("迁入登记最多收多少费用?", "12"),
        ("迁入登记在哪个窗口办?", "三号厅"),
        ("三号厅窗口办理什么事项?", "迁入登记"),
        ("迁入登记的时限是多少?", ""),  # two columns are of it
        ("迁入登记归谁管?", ""),
    ],
)
def test_column_named_by_the_question_answers(
    question: str, cell: str, seeds_workspace: Workspace
) -> None:
    asked = read_question(question, seeds_workspace.analyzer.segmenter)
    text = f"办事指南\n{ROW}\n咨询电话 2200000"
    start = text.index("15个")
    found = find_asked_cell(text, Span(start, start + 5), asked)
    assert (text[slice(*found)] if found else "") == cell


TABLE = """专业:机电维修;录取人数:214人;报到率:96%
专业:护理;录取人数:186人;报到率:98%
专业:烹饪;录取人数:95人;报到率:91%
专业:合计;录取人数:495人;报到率:96%"""


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("护理专业录取了多少人?", "186人"),
        ("烹饪专业的报到率是多少?", "91%"),
        ("学校一共录取多少人?", "495人"),
        ("学校的录取人数是多少?", "495人"),
        ("哪个专业的报到率最高?", "护理"),
        ("录取人数最少的是哪个专业?", "烹饪"),
    ],
)
def test_row_named_by_the_question_answers(
    question: str, cell: str, seeds_workspace: Workspace
) -> None:
    asked = read_question(question, seeds_workspace.analyzer.segmenter)
    start = TABLE.index("214人")
    found = find_asked_cell(TABLE, Span(start, start + 4), asked)
    assert (TABLE[slice(*found)] if found else "") == cell


def test_a_month_of_a_row_is_not_the_end_of_another(seeds_workspace: Workspace) -> None:
    asked = read_question("12月发生了多少起火灾?", seeds_workspace.analyzer.segmenter)
    text = "月份:2月;火灾:33起\n月份:12月;火灾:9起"
    found = find_asked_cell(text, Span(6, 7), asked)
    assert found is not None
    assert text[slice(*found)] == "9起"
    asked = read_question("哪个月的火灾最多?", seeds_workspace.analyzer.segmenter)
    found = find_asked_cell(text, Span(6, 7), asked)
    assert found is not None
    assert text[slice(*found)] == "2月"


@pytest.mark.parametrize(
    "text",
    ["联系人 | 沈小白", "他说:我们去;你们留下", "费用:12", "办理费用由谁承担,镇里正在研究。"],
)
def test_other_text_has_no_cells(text: str, seeds_workspace: Workspace) -> None:
    asked = read_question("费用是多少?", seeds_workspace.analyzer.segmenter)
    assert find_asked_cell(text, Span(0, 2), asked) is None
