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


LONG = "饲养烈性犬的，" + "应当每日清扫犬舍，并且不得在楼道内散放，" * 25 + "违者处罚款。"
DOGS = {
    "柳河市养犬条例.txt": "柳河市养犬条例\n\n第一章 总则\n\n第一条 为规范养犬行为，制定本条例。\n\n"
    f"第二章 罚则\n\n第二条 {LONG}\n\n第三条 本条例自五月一日起施行。\n",
    "柳河市养犬条例实施细则.txt": "柳河市养犬条例实施细则\n\n第一条 根据养犬条例制定本细则。\n\n"
    "第二条 犬只每年检疫一次。\n\n第三条 犬牌由街道发放。\n\n第四条 本细则由公安局解释。\n",
}


@pytest.fixture(scope="module")
def dogs(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("dogs")
    for name, text in DOGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Assistant(open_workspace(tmp_path_factory.mktemp("data"), collection=folder))


def test_chapter_whose_first_article_is_too_long_to_quote_is_named(dogs: Assistant) -> None:
    answer = dogs.ask("柳河市养犬条例第二章是什么?")
    [quote] = answer.quotes
    assert quote.text.startswith("第二章 罚则")
    [source] = [one for one in answer.sources if one.highlights]
    assert source.highlights == (quote.span,)
    assert source.hit.passage.start <= quote.start < quote.end <= source.hit.passage.end


def test_law_itself_goes_before_those_whose_titles_begin_with_its_name(dogs: Assistant) -> None:
    answer = dogs.ask("养犬条例第三条规定了什么?")
    assert answer.text == "第三条 本条例自五月一日起施行。"
    missing = dogs.ask("养犬条例第四条规定了什么?")
    assert not missing.answered
    assert missing.sources[0].hit.article.title == "柳河市养犬条例"
    assert dogs.ask("养犬条例实施细则第四条规定了什么?").text.startswith("第四条 本细则")
