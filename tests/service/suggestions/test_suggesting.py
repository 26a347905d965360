"""What is suggested after an answer: answered already, about the same, never asked before."""

from collections.abc import Sequence

import pytest

from service.answers.answer import Answer
from service.assistant import Assistant
from service.retrieval.filters import Filters
from service.suggestions.suggesting import MOST, Told, suggest
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "清水河.txt": "安平区治理清水河\n\n安平区聘请了145名民间河长,安装了60个监测摄像头。\n"
    "安平区组织志愿服务230次,发放宣传手册3.5万份。\n安平区委书记王万鹏参加了巡河。\n"
    "2022年3月1日,清水河治理工程正式开工。\n",
    "石桥.txt": "渔湾镇石桥\n\n渔湾镇的石桥全长86米,由村民一起建成。\n",
    "旧闻.txt": "安平区旧闻\n\n安平区发放宣传手册2万份。\n",
}
FIRST = "安平区聘请了多少名民间河长?"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("suggesting")
    pages = write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=pages))


def suggested(
    assistant: Assistant, question: str, asked: Sequence[str] = (), filters: Filters | None = None
) -> list[str]:
    filters = filters or Filters()
    answer = assistant.ask(question, filters=filters)
    return suggest(assistant, Told(answer, [question, *asked], filters), lambda: True)


def short(answer: Answer) -> str:
    assert answer.short is not None
    return answer.short.text


def test_every_suggestion_is_answered_and_asks_something_else(asking: Assistant) -> None:
    found = suggested(asking, FIRST)
    assert len(found) == MOST
    assert FIRST not in found
    answers = {question: short(asking.ask(question)) for question in found}
    told = {
        "安平区组织了多少次志愿服务?": "230次",
        "安平区委书记是谁?": "王万鹏",
        "清水河治理工程是什么时候开工的?": "2022年3月1日",
        "安平区安装了多少个监测摄像头?": "60个",
    }
    assert answers.items() <= told.items()


def test_what_was_asked_before_is_not_suggested(asking: Assistant) -> None:
    first = suggested(asking, FIRST)
    again = suggested(asking, FIRST, first)
    assert set(first).isdisjoint(again)


def test_what_two_articles_tell_differently_is_not_suggested(asking: Assistant) -> None:
    everything = [*suggested(asking, FIRST), *suggested(asking, "安平区委书记是谁?")]
    assert not any("宣传手册" in question for question in everything)


def test_nothing_follows_what_was_declined_or_has_nothing_beside_it(asking: Assistant) -> None:
    assert suggested(asking, "红烧肉怎么做?") == []
    assert suggested(asking, "渔湾镇的石桥全长多少米?") == []
    assert suggested(asking, "Who is the Party secretary of Anping district?") == []


def test_suggestions_stay_within_the_filters(asking: Assistant) -> None:
    assert suggested(asking, "安平区发放了多少份宣传手册?", filters=Filters(source="旧闻")) == []


def test_search_ends_when_nobody_waits(asking: Assistant) -> None:
    answer = asking.ask(FIRST)
    assert suggest(asking, Told(answer, [FIRST]), lambda: False) == []
