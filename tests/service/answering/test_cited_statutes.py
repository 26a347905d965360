"""Questions that refer to a part of a law or rule, asked with the shipped models."""

import json

import pytest

from service.assistant import Assistant
from tests.support.paths import DATA
from tests.support.workspaces import open_workspace

CASES = json.loads((DATA / "statutes.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("pages")
    for name, text in CASES["files"].items():
        (folder / name).write_text(text, encoding="utf-8")
    return Assistant(open_workspace(tmp_path_factory.mktemp("data"), collection=folder))


@pytest.mark.parametrize(("question", "told"), CASES["quoted"])
def test_what_a_part_of_a_law_says_is_quoted_from_it(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = assistant.ask(question)
    assert [quote.text for quote in answer.quotes] == told.split("|")
    highlights = [span for source in answer.sources for span in source.highlights]
    assert highlights == [quote.span for quote in answer.quotes]


@pytest.mark.parametrize(("question", "words"), CASES["told"])
def test_what_is_asked_of_a_part_of_a_law_is_found_in_it(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.short
    assert answer.short.text == words


def test_an_article_that_a_law_does_not_have_is_not_told(assistant: Assistant) -> None:
    answer = assistant.ask("文明行为促进办法第三十条规定了什么?")
    assert not answer.answered
    assert answer.sources[0].hit.article.title == "临江市文明行为促进办法"


def test_what_breaking_an_article_costs_is_told_by_the_one_that_cites_it(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("违反电动自行车管理条例第八条怎么处罚?")
    assert answer.text.startswith("第十一条 违反本条例第八条规定的")
