"""Comparisons: one quote for each side, and the words about that side as its item."""

from pathlib import Path

import pytest

from service.answers.answer import Answer
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "1.txt": (
        "# 云溪县举行朗诵大赛\n\n云溪县昨天在文化馆举行朗诵大赛,来自全县各乡镇的48名选手参加。"
        "云溪县委书记方致远,县委常委、宣传部长白若溪到场观看比赛。"
        "经过一天的角逐,大赛共评出一等奖3组、二等奖7组、三等奖12组。\n"
    ),
    "2.txt": (
        "# 云溪县民宿发展\n\n云溪县今年对全县民宿进行评定,共评出五星级民宿9家,四星级民宿21家,"
        "三星级民宿40家,民宿全年接待游客十五万人次。\n"
    ),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("comparison")
    write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


def list_sides(answer: Answer) -> dict[str, str]:
    assert answer.shape is AnswerKind.COMPARISON
    return {item.label: item.words.text for item in answer.items}


def test_sides_share_what_precedes_the_first_of_them(county: Assistant) -> None:
    answer = county.ask("朗诵大赛一等奖和二等奖各有几组?")
    assert list_sides(answer) == {"一等奖": "3组", "二等奖": "7组"}


def test_sides_share_the_noun_that_follows(county: Assistant) -> None:
    answer = county.ask("云溪县五星级和四星级民宿各有多少家?")
    assert list_sides(answer) == {"五星级": "9家", "四星级": "21家"}


def test_each_person_has_words_of_their_own_in_one_sentence(county: Assistant) -> None:
    sides = list_sides(county.ask("方致远和白若溪分别是什么职务?"))
    assert sides.keys() == {"方致远", "白若溪"}
    assert "县委书记" in sides["方致远"]
    assert "宣传部长" not in sides["方致远"]
    assert "宣传部长" in sides["白若溪"]
    assert "县委书记" not in sides["白若溪"]
