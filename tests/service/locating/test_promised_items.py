"""Names that promise a number of items, and these items in an article."""

from pathlib import Path

import pytest

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.assistant import Assistant
from service.locating.enumeration import extend_enumeration
from service.locating.promised_items import find_promised_items
from service.questions.promised_lists import find_promised_list
from service.questions.question import read_question
from tests.support.workspaces import open_workspace, write_pages

SEGMENTER = Segmenter()
LINES = (
    "灯塔守护队每天巡查海岸线,一年下来走了两千公里,修好了四十多处栏杆,救起了十一名落水的游客。" * 4
)


@pytest.mark.parametrize(
    ("question", "name", "count", "keys"),
    [
        ("“四看四帮”是什么?", "四看四帮", 4, ("看", "帮")),
        ("三问三思三改活动包括哪些内容?", "三问三思三改", 3, ("问", "思", "改")),
        ("三大渔场是哪些?", "三大渔场", 3, ("渔场",)),
        ("那两本账分别是什么?", "两本账", 2, ("账",)),
    ],
)
def test_name_promises_items(question: str, name: str, count: int, keys: tuple[str, ...]) -> None:
    promised = find_promised_list(read_question(question, SEGMENTER))
    assert promised is not None
    assert (promised.name, promised.number, promised.keys) == (name, count, keys)


@pytest.mark.parametrize(
    "question",
    [
        "三个月有哪些活动?",
        "两国领导人谈了什么?",
        "第三批项目是什么?",
        "镇里有哪些渔场?",
        "十九大是什么?",
    ],
)
def test_other_numbers_promise_nothing(question: str) -> None:
    promised = find_promised_list(read_question(question, SEGMENTER))
    assert promised is None or not promised.is_certain


@pytest.mark.parametrize(
    ("text", "question", "items"),
    [
        (
            "镇里开展“四看四帮”活动,即看房子,帮修屋;看粮仓,帮卖粮;看炉灶,帮买煤;看孩子,帮上学,家家都说好。",
            "什么是四看四帮?",
            ["看房子,帮修屋", "看粮仓,帮卖粮", "看炉灶,帮买煤", "看孩子,帮上学"],
        ),
        (
            "县里评出“三大标兵”,渔民争当“捕鱼标兵”、农民争当“种粮标兵”、工人争当“技术标兵”,"
            "都戴红花。",
            "三大标兵是哪些?",
            ["捕鱼标兵", "种粮标兵", "技术标兵"],
        ),
        (
            "组建三支队伍。由老师组成的第一支讲课队伍;由医生组成的第二支看病队伍;"
            "由木匠组成的第三支修房队伍,每周下乡。",
            "三支队伍有哪些?",
            [
                "由老师组成的第一支讲课队伍",
                "由医生组成的第二支看病队伍",
                "由木匠组成的第三支修房队伍",
            ],
        ),
        (
            "支部设置学习得好、工作得好、待人得好“三颗心”,年年评比。",
            "三颗心是什么?",
            ["学习得好", "工作得好", "待人得好"],
        ),
        (
            "镇里实施“三本账”(欠债账、往来账、分红账)制度。",
            "三本账是什么?",
            ["欠债账", "往来账", "分红账"],
        ),
        ("镇里开展“四看四帮”活动,即看房子,帮修屋;看粮仓,帮卖粮。", "什么是四看四帮?", []),
        ("镇里开展“四看四帮”活动,通过看、查、问、访,走遍各村。", "什么是四看四帮?", []),
    ],
)
def test_items_are_found_if_there_are_as_many(text: str, question: str, items: list[str]) -> None:
    promised = find_promised_list(read_question(question, SEGMENTER))
    assert promised is not None
    found = find_promised_items(text, Span(0, len(text)), promised)
    assert [text[slice(*item)] for item in found] == items


@pytest.mark.parametrize(
    ("span", "whole"),
    [
        ("虾、蟹", "虾、蟹、海参和紫菜"),
        ("海参和紫菜", "虾、蟹、海参和紫菜"),
        ("虾、蟹、海参和紫菜", "虾、蟹、海参和紫菜"),
        ("走路", "走路"),
    ],
)
def test_enumeration_is_completed(span: str, whole: str) -> None:
    text = "渔民走路去海边,养的有虾、蟹、海参和紫菜,卖到城里。"
    start = text.index(span)
    extended = extend_enumeration(text, Span(start, start + len(span)))
    assert text[slice(*extended)] == whole


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("promised")
    page = (
        f"# 灯塔镇新事\n\n{LINES}镇里开展“四看四帮”活动,即看房子,帮修屋;看粮仓,帮卖粮;\n"
        "看炉灶,帮买煤;看孩子,帮上学。家家户户都说这样好,还有人写了感谢信送到镇里。\n"
    )
    page += "镇里还推行“三抓三促”,渔业产值不断提高。通过走访、座谈、培训等方式,渔民学到了新本领。\n"
    write_pages(folder / "pages", {"1.txt": page})
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


def test_list_is_followed_beyond_its_passage(harbour: Assistant) -> None:
    answer = harbour.ask("四看四帮是什么?")
    assert [item.words.text for item in answer.items][-1] == "看孩子,帮上学"
    assert len(answer.items) == 4
    for item in answer.items:
        assert any(item.words.text in quote.text for quote in answer.quotes)


def test_slogan_without_its_items_shows_none(harbour: Assistant) -> None:
    answer = harbour.ask("三抓三促包括哪些内容?")
    assert (answer.items, answer.short) == ((), None)
