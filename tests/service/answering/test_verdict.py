"""Yes or no is told only where the deciding clause leaves no doubt."""

import pytest

from embeddings.documents import Span
from service.answering.verdict import find_verdict
from service.answers.shape import Verdict
from service.questions.question import read_question
from service.workspace.workspace import Workspace


def judge(workspace: Workspace, question: str, text: str, words: str) -> Verdict | None:
    segmenter = workspace.analyzer.segmenter
    start = text.index(words)
    span = Span(start, start + len(words))
    return find_verdict(read_question(question, segmenter), text, span, segmenter)


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        ("合同签了没有?", "双方至今没有签合同。", Verdict.NO),
        ("景区有没有特殊通道?", "景区并无通道,也未设置特殊入口。", None),
        ("司机有驾照吗?", "司机尚未取得驾照。", Verdict.NO),
        ("游客可以自行申请吗?", "游客不得自行申请。", Verdict.NO),
        ("老百姓能不能申请?", "老百姓都可以向镇里申请。", Verdict.YES),
        ("镇里有没有托老中心?", "镇里建起了托老中心。", Verdict.YES),
        ("以前参加过春运吗?", "这是首次参加春运。", None),
        ("路会不会修?", "镇里计划修路。", None),
        ("2021年有没有托老中心?", "2020年建起了托老中心。", None),
        ("体检收费吗?", "老人免费体检。", None),
        ("不用排队吗?", "大家不用排队。", None),
        ("山阳区委书记是不是李红?", "山阳区委常委、组织部长李红。", None),
        ("李红是山阳区的主任吗?", "山阳区委书记李红。", None),
    ],
)
def test_verdict(
    question: str, text: str, verdict: Verdict | None, seeds_workspace: Workspace
) -> None:
    assert judge(seeds_workspace, question, text, text.rstrip("。")) is verdict
