"""Several questions in one message: a quote for each, or a word that it is not told."""

from pathlib import Path

import pytest

from service.answers.answer import Answer, Reason
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from service.conversations.chat_text import parse_chat_text, render_chat_text
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "1.txt": (
        "# 云溪街道党建\n\n云溪街道现有党员1260名,分布在18个村党支部。云溪街道党委书记岑远山说,"
        "今年要给每个村配一名第一书记。\n"
    ),
    "2.txt": (
        "# 白鹭桥通车\n\n连接云溪街道和松岭镇的白鹭桥昨天通车。白鹭桥全长860米,总投资2.3亿元,"
        "由第三工程公司承建,2019年3月开工。\n"
    ),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("several")
    write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


def list_items(answer: Answer) -> list[tuple[str, str]]:
    return [(item.label, item.words.text) for item in answer.items]


@pytest.mark.parametrize("mark", ["?", ","])
def test_subject_of_the_first_question_is_carried_to_the_second(
    county: Assistant, mark: str
) -> None:
    answer = county.ask(f"云溪街道有多少党员{mark}书记是谁?")
    assert answer.shape is AnswerKind.COMPARISON
    assert list_items(answer) == [("云溪街道有多少党员", "1260名"), ("云溪街道书记是谁", "岑远山")]
    assert answer.untold == ()
    for item in answer.items:
        assert any(item.words.text in quote.text for quote in answer.quotes)


def test_members_are_those_of_the_place_whose_secretary_was_asked_for(county: Assistant) -> None:
    answer = county.ask("云溪街道的书记是谁?有多少党员?")
    assert list_items(answer) == [
        ("云溪街道的书记是谁", "岑远山"),
        ("云溪街道有多少党员", "1260名"),
    ]


def test_questions_about_different_articles_have_a_source_each(county: Assistant) -> None:
    answer = county.ask("云溪街道有多少党员?白鹭桥全长多少米?")
    assert [words for _, words in list_items(answer)] == ["1260名", "860米"]
    assert [source.n for source in answer.sources[:2]] == [1, 2]
    assert [item.words.n for item in answer.items] == [1, 2]
    assert all(source.highlights for source in answer.sources[:2])
    assert county.ask("云溪街道有多少党员?白鹭桥全长多少米?", limit=1).items == ()


def test_question_that_is_not_answered_is_said_to_be_untold(county: Assistant) -> None:
    answer = county.ask("白鹭桥总投资多少?负责人是谁?")
    assert answer.short is not None
    assert answer.short.text == "2.3亿元"
    assert answer.untold == ("白鹭桥负责人是谁",)
    text = render_chat_text(answer)
    assert text.endswith("（文章没有说到：白鹭桥负责人是谁）")
    assert parse_chat_text(text) == answer.text


def test_question_with_a_name_of_its_own_stands_alone(county: Assistant) -> None:
    answer = county.ask("白鹭桥什么时候开工的?书记是谁?云溪街道有多少党员?")
    assert answer.untold == ("白鹭桥书记是谁",)
    assert list_items(answer)[-1] == ("云溪街道有多少党员", "1260名")


def test_question_about_nothing_is_not_answered_by_itself(county: Assistant) -> None:
    answer = county.ask("家里养的壁虎吃啥,一般能活几年?", threshold=0)
    assert (answer.items, answer.untold) == ((), ())


def test_subject_carried_over_must_be_in_the_article_that_is_quoted(county: Assistant) -> None:
    answer = county.ask("云溪街道有多少党员?灯塔的全长多少米?它的总投资是多少?")
    assert answer.untold == ("灯塔的全长多少米", "灯塔的总投资是多少")


def test_message_is_declined_if_nothing_in_it_is_answered(county: Assistant) -> None:
    answer = county.ask("红烧肉怎么做?要炖多久?")
    assert (answer.reason, answer.untold) == (Reason.NO_MATCH, ())
