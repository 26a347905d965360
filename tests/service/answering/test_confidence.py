"""Confidence, and the reasons for declining."""

from dataclasses import replace

import pytest

from service.answering.confidence import (
    ConfidenceFeatures,
    compute_percent,
    measure_confidence_features,
)
from service.answers.answer import Reason
from service.assistant import Assistant
from service.locating.locate import locate_answer
from service.locating.read_hits import READ_HITS, read_hits
from service.questions.question import QuestionKind, read_question
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "柳河.txt": "柳河镇建成文化广场\n\n2019年,柳河镇投资300万元建成文化广场,镇长何秋生出席。",
    "松岭.txt": "松岭乡春耕忙\n\n松岭乡组织农机45台投入春耕,乡里请来了农技员。",
    "河西.txt": "河西村唱大戏\n\n河西村的党员搭台唱大戏,老人们看得高兴。",
}
SURE = ConfidenceFeatures(answers=3.0, margin=5.0, words=-0.5, names=1.0, occasion=1.0)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("confidence")
    pages = write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=pages))


def measured(assistant: Assistant, text: str) -> ConfidenceFeatures:
    segmenter = assistant.workspace.analyzer.segmenter
    question = read_question(text, segmenter)
    read = read_hits(
        lambda _: text, assistant.search(text, READ_HITS).hits, assistant.workspace.reader
    )
    return measure_confidence_features(locate_answer(read[0], question, segmenter), question, read)


def test_each_feature_raises_the_confidence() -> None:
    sure = compute_percent(SURE)
    assert sure > 90
    for weaker in (
        replace(SURE, answers=0.0),
        replace(SURE, margin=0.0),
        replace(SURE, words=-8.0),
        replace(SURE, names=0.0),
        replace(SURE, occasion=0.0),
    ):
        assert compute_percent(weaker) < sure


def test_question_that_the_page_answers_has_everything(pages: Assistant) -> None:
    found = measured(pages, "2019年柳河镇投资多少万元建成文化广场?")
    assert found.names == 1
    assert found.answers > 0
    assert found.margin > 1
    assert found.words > -3


def test_name_that_the_article_lacks_lowers_the_names(pages: Assistant) -> None:
    assert measured(pages, "石桥镇投资多少万元建成文化广场?").names < 1


@pytest.mark.parametrize(
    ("year", "occasion"), [("2019年", 1), ("2031年", 0), ("2031年前后", 1), ("第九批", 0)]
)
def test_year_must_be_mentioned_unless_it_is_only_about_right(
    pages: Assistant, year: str, occasion: float
) -> None:
    assert measured(pages, f"{year}柳河镇投资多少万元建成文化广场?").occasion == occasion


def test_passage_without_the_form_asked_for_has_the_least_words(pages: Assistant) -> None:
    assert measured(pages, "河西村的大戏唱了多少场?").words == -8


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("zzqx vvkw", Reason.NO_MATCH),
        ("xyzzy", Reason.NO_MATCH),
        ("石桥镇投资多少万元建成文化广场?", Reason.OTHER_SUBJECT),
        ("2031年柳河镇投资多少万元建成文化广场?", Reason.OTHER_SUBJECT),
        ("柳河镇的邮政编码是多少?", Reason.NOT_TOLD),
        ("2018年前后柳河镇的邮政编码是多少?", Reason.NOT_TOLD),
    ],
)
def test_reason_says_what_is_missing(pages: Assistant, question: str, reason: Reason) -> None:
    answer = pages.ask(question, threshold=101)
    assert (answer.answered, answer.reason) == (False, reason)


def test_question_for_a_number_is_declined_where_none_stands(pages: Assistant) -> None:
    answer = pages.ask("河西村的大戏唱了多少场?", threshold=0)
    assert (answer.answered, answer.reason) == (False, Reason.NOT_TOLD)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("航空港区选派了多少名指导员?", ("航空港区",)),
        ("河南省人民医院有多少张床位?", ("人民医院",)),
        ("哪些地产公司进驻了?", ()),
        ("参加社区报到的党员有多少人?", ()),
    ],
)
def test_place_is_named_together_with_what_it_is(
    pages: Assistant, question: str, places: tuple[str, ...]
) -> None:
    assert read_question(question, pages.workspace.analyzer.segmenter).places == places


def test_persons_are_counted_in_several_measures(pages: Assistant) -> None:
    question = read_question("来了多少人?", pages.workspace.analyzer.segmenter)
    assert (question.kind, question.units) == (QuestionKind.NUMBER, ("人", "名", "位"))
