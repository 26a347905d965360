"""Answers that need others first: each step is quoted."""

import pytest

from service.answers.answer import Answer
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "甲厂.txt": "临江纺织厂年报\n\n临江纺织厂去年产布三千二百万米,职工一千八百人,厂长为单玉堂。\n",
    "乙厂.txt": "松山纺织厂年报\n\n松山纺织厂去年产布四千一百万米,职工一千二百人,厂长为晏清和。\n",
    "简历.txt": "晏清和同志简历\n\n晏清和,1964年生于河间县,毕业于天津纺织工学院。\n",
}


@pytest.fixture(scope="module")
def factories(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("factories")
    pages = write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=pages))


def list_items(answer: Answer) -> list[tuple[str, str]]:
    return [(item.label, item.words.text) for item in answer.items]


def test_what_is_asked_of_who_holds_an_office_is_answered_in_two_steps(
    factories: Assistant,
) -> None:
    answer = factories.ask("松山纺织厂厂长毕业于哪所学校?")
    assert answer.short
    assert answer.short.text == "天津纺织工学院"
    assert list_items(answer) == [
        ("晏清和毕业于哪所学校?", "天津纺织工学院"),
        ("松山纺织厂厂长是谁?", "晏清和"),
    ]
    assert [source.hit.article.title for source in answer.sources[:2]] == [
        "晏清和同志简历",
        "松山纺织厂年报",
    ]


def test_step_that_nothing_tells_declines_the_whole(factories: Assistant) -> None:
    assert not factories.ask("临江纺织厂厂长毕业于哪所学校?").answered


def test_numbers_whose_total_is_asked_for_are_both_told(factories: Assistant) -> None:
    answer = factories.ask("临江纺织厂和松山纺织厂一共有多少职工?")
    assert answer.kind is AnswerKind.COMPARISON
    assert list_items(answer) == [("临江纺织厂", "一千八百人"), ("松山纺织厂", "一千二百人")]
