"""Definitions: the sentence that says what something is, not one that merely has the word."""

from pathlib import Path

import pytest

from embeddings.text.normalize import fold_aligned
from service.answers.answer import Reason
from service.assistant import Assistant
from service.locating.defining import find_definitions
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "1.txt": (
        "# 松岭县推进乡村治理\n\n松岭县近日召开乡村治理现场会,与会人员来到青石镇,观摩“银发议事团”。"
        "会上,青石镇介绍了“银发议事团”、“流动板凳”、“连心驿站”等做法,得到大家的好评。"
        "松岭县县长岑远山、副县长柳千帆参加会议。\n"
    ),
    "2.txt": (
        "# 老人议村事\n\n青石镇各村去年都成立了议事团。"
        "“银发议事团”是由退休教师、老党员和老干部组成的议事组织,"
        "每月逢五开会,村里修路、分地的事都先由它讨论。\n"
    ),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("defining")
    write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


@pytest.mark.parametrize(
    ("text", "subject", "found"),
    [
        ("开会了。灯塔人是守灯塔的人,他们很少。", "灯塔人", ["灯塔人是守灯塔的人,他们很少。"]),
        ("他创立“灯塔法”工作法,即先看灯后开船。", "灯塔法", ["灯塔法”工作法,即先看灯后开船。"]),
        ("舒望岚,女,教师。", "舒望岚", ["舒望岚,女,教师。"]),
        ("会上,镇长舒望岚说好。", "舒望岚", ["镇长舒望岚说好。"]),
        ("推行“三票制”(推荐票、表决票、监督票)。", "三票制", ["三票制”(推荐票、表决票、监督票)。"]),
        ("使用“四议”工作法解决问题。", "四议工作法", []),
        ("使用“四议”工作法。“四议”工作法指四次商议。", "四议工作法", ["四议”工作法指四次商议。"]),
        ("灯塔人不多。灯塔人是不是走了?", "灯塔人", []),
        ("他学习灯塔人。", "灯塔人", []),
    ],
)
def test_definitions_are_told_from_mentions(text: str, subject: str, found: list[str]) -> None:
    spans = find_definitions(text, fold_aligned(subject))
    assert [text[slice(*span)] for span in spans] == found


def test_article_that_defines_is_quoted_rather_than_one_that_mentions(county: Assistant) -> None:
    answer = county.ask("什么是银发议事团?")
    assert answer.quotes[0].text.startswith("青石镇各村去年")
    assert answer.short is not None
    assert "议事组织" in answer.short.text


def test_name_in_a_list_is_not_defined_by_it(county: Assistant) -> None:
    answer = county.ask("什么是流动板凳?")
    assert answer.reason is Reason.NOT_TOLD


def test_person_is_defined_by_the_title_in_front(county: Assistant) -> None:
    answer = county.ask("柳千帆是什么职务?")
    assert answer.short is not None
    assert "副县长" in answer.short.text
