"""Answers quote: every word shown appears in an article, at the stated place."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.text.sentences import split_statements
from service.answers.answer import Answer, Reason
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from service.locating.quoting import QUOTE_CHARACTERS, SENTENCE_CHARACTERS
from service.locating.shaped_quotes import LIST_CHARACTERS, REASON_CHARACTERS
from service.questions.question import QuestionKind, read_question
from tests.support.paths import DATA

ITEMS = [
    json.loads(line) for line in (DATA / "seed_questions.jsonl").read_text("utf-8").splitlines()
]
ODD = [
    "绿东播报",
    "綠東村街道開通的微信公共平台叫什麼名字？",
    "ＬＥＤ电子显示屏滚动播放标语多少次?",
    "中原区 五星级 党组织 多少",
    "介绍一下党建云平台",
    "What does CBD mean?",
    "86",
    "?",
    "的",
    "🎉",
    "\0",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "党" * 2000,
]
NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十百千万两半]")
QUESTIONS = [item["question"] for item in ITEMS] + ODD


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in QUESTIONS]


def check(answer: Answer, assistant: Assistant) -> None:
    """Assert all that must hold for any answer to any question."""
    library = assistant.workspace.library
    for quote in answer.quotes:
        article = library.articles.get(quote.article_id)
        assert article is not None
        assert quote.text == article.text[quote.start : quote.end] != ""
        assert quote.text == quote.text.strip()
    lengths = [len(quote.text) for quote in answer.quotes]
    if answer.shape is AnswerKind.LIST:
        assert sum(lengths) <= LIST_CHARACTERS
    else:
        longest = REASON_CHARACTERS if answer.shape is AnswerKind.REASON else QUOTE_CHARACTERS
        for quote in answer.quotes:
            single = len(list(split_statements(quote.text))) == 1
            assert len(quote.text) <= max(longest, SENTENCE_CHARACTERS if single else 0)
    assert bool(answer.quotes) is answer.answered
    assert (answer.reason is None) is answer.answered
    assert 0 <= answer.confidence <= 100


def test_every_quote_is_verbatim_and_short(answers: list[Answer], assistant: Assistant) -> None:
    assert sum(answer.answered for answer in answers) > len(ITEMS) / 2
    for answer in answers:
        check(answer, assistant)


def test_quote_stays_within_the_maximum_length() -> None:
    assert (QUOTE_CHARACTERS, SENTENCE_CHARACTERS) == (160, 240)
    assert (REASON_CHARACTERS, LIST_CHARACTERS) == (300, 400)


@settings(max_examples=40)
@given(question=st.text(min_size=1, max_size=30))
def test_any_text_is_answered_or_declined_without_failing(
    assistant: Assistant, question: str
) -> None:
    check(assistant.ask(question), assistant)


def test_short_answer_stands_inside_the_first_quote(answers: list[Answer]) -> None:
    shorts = [(answer.quotes[0], answer.short) for answer in answers if answer.short]
    assert len(shorts) > 10
    for quote, short in shorts:
        assert short.n == 1
        assert quote.start <= short.start < short.end <= quote.end
        assert short.text == quote.text[short.start - quote.start : short.end - quote.start]


def test_declined_question_has_no_short_answer(answers: list[Answer]) -> None:
    declined = [answer for answer in answers if not answer.answered]
    assert declined
    assert {(answer.short, answer.text) for answer in declined} == {(None, "")}


def test_first_source_holds_what_is_quoted(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.answered:
            first, quote = answer.sources[0], answer.quotes[0]
            assert first.hit.article.id == quote.article_id
            assert first.highlights == (quote.span,)


def test_highlights_lie_in_the_passage_of_their_source(answers: list[Answer]) -> None:
    outside = [
        (answer.question, source.hit.passage, span)
        for answer in answers
        for source in answer.sources
        for span in source.highlights
        if not source.hit.passage.start <= span.start < span.end <= source.hit.passage.end
    ]
    assert outside == []


def test_quote_never_runs_over_the_end_of_a_paragraph(answers: list[Answer]) -> None:
    quoted = [quote.text for answer in answers for quote in answer.quotes]
    assert len(quoted) > 10
    assert not any("\n" in text for text in quoted)


def test_sources_are_distinct_and_numbered_from_one_in_order(answers: list[Answer]) -> None:
    for answer in answers:
        assert [source.n for source in answer.sources] == list(range(1, len(answer.sources) + 1))
        assert len({source.hit.passage.id for source in answer.sources}) == len(answer.sources)
        finals = [source.hit.scores.final for source in answer.sources]
        assert finals == sorted(finals, reverse=True)


def test_passages_are_told_before_they_are_read(assistant: Assistant) -> None:
    told: list[list[str]] = []
    answer = assistant.ask(
        QUESTIONS[0], 4, on_found=lambda found: told.append([s.hit.passage.id for s in found])
    )
    hits = assistant.search(QUESTIONS[0], 4).hits
    assert told == [[hit.passage.id for hit in hits]]
    assert answer.sources[0].hit.passage.id in told[0]
    assert all(answer.sources[0].hit.scores != hit.scores for hit in hits)


@pytest.mark.parametrize("limit", [1, 3, 20])
def test_no_more_sources_than_asked_for(assistant: Assistant, limit: int) -> None:
    assert len(assistant.ask(QUESTIONS[0], limit).sources) == limit


def test_question_that_wants_a_number_is_never_answered_without_one(
    answers: list[Answer], assistant: Assistant
) -> None:
    segmenter = assistant.workspace.analyzer.segmenter
    wordy = [
        (answer.question, answer.text)
        for answer in answers
        if answer.answered
        and read_question(answer.question, segmenter).kind is QuestionKind.NUMBER
        and not NUMERAL.search(answer.text)
    ]
    assert wordy == []


def test_same_question_gets_the_same_answer_again(assistant: Assistant) -> None:
    first, again = assistant.ask(QUESTIONS[0]), assistant.ask(QUESTIONS[0])
    assert (first.text, first.short, first.confidence) == (
        again.text,
        again.short,
        again.confidence,
    )
    assert [s.hit for s in first.sources] == [s.hit for s in again.sources]


def test_answer_reports_what_was_searched_and_how_long_it_took(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[0])
    assert answer.question == QUESTIONS[0]
    assert answer.revision == assistant.workspace.library.revision
    assert set(answer.timings_ms) == {"retrieval", "reading"}
    assert min(answer.timings_ms.values()) > 0


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("三官庙街道推行的工作法叫什么?", "一网六民"),
        ("棉纺路街道掌握了多少名流动党员的信息?", "198名"),
        ("莲湖街道推行的企业服务模式叫什么?", "三零三式"),
        ("教育系统确立的争创主题叫什么?", "六名工程"),
    ],
)
def test_short_answer_is_the_very_words(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.ask(question)
    assert answer.short is not None
    assert answer.short.text == short


@pytest.mark.parametrize(
    "variant",
    [
        "绿东村街道开通的微信公共平台叫什么名字",
        "  绿东村街道开通的微信公共平台叫什么名字？ ",
        "綠東村街道開通的微信公共平台叫什麼名字？",
        "请问绿东村街道开通的微信公共平台叫什么名字呢?",
    ],
)
def test_way_of_writing_a_question_does_not_change_its_answer(
    assistant: Assistant, variant: str
) -> None:
    answer = assistant.ask(variant)
    assert answer.short is not None
    assert answer.short.text == "绿东播报"


@pytest.mark.parametrize("question", ["?", "🎉", "xyzzy", "龘靐齉"])
def test_question_that_shares_nothing_with_the_collection_has_no_match(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).reason is Reason.NO_MATCH


@pytest.mark.parametrize("question", ["惠济区委书记是谁?", "二七区和惠济区谁的党员多?"])
def test_emoji_change_nothing(assistant: Assistant, question: str) -> None:
    plain, pictured = assistant.ask(question), assistant.ask(f"😀{question}🙏🏽")
    assert (pictured.quotes, pictured.confidence) == (plain.quotes, plain.confidence)


def test_office_of_a_place_that_no_article_mentions_is_another_subject(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("金水区委书记是谁?")
    assert answer.reason is Reason.OTHER_SUBJECT
