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


@pytest.mark.parametrize(
    "text",
    ["联系人 | 沈小白", "他说:我们去;你们留下", "费用:12", "办理费用由谁承担,镇里正在研究。"],
)
def test_other_text_has_no_cells(text: str, seeds_workspace: Workspace) -> None:
    asked = read_question("费用是多少?", seeds_workspace.analyzer.segmenter)
    assert find_asked_cell(text, Span(0, 2), asked) is None
