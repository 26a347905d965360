"""Articles that disagree are both quoted; articles about something else are not."""

from pathlib import Path

import pytest

from service.answering.verification import verify_answer
from service.answers.answer import Answer
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from tests.support.workspaces import open_workspace, write_pages

FILLING = "全镇召开了春季农业生产工作会议,部署了播种、灌溉和防虫工作。"


def asked(tmp_path: Path, question: str, *articles: str) -> Answer:
    pages = {f"{n}.txt": f"新闻{n}\n\n{text}\n\n{FILLING}\n" for n, text in enumerate(articles)}
    folder = write_pages(tmp_path / "pages", pages)
    return Assistant(open_workspace(tmp_path / "data", collection=folder)).ask(question)


@pytest.mark.parametrize(
    ("question", "articles", "answers"),
    [
        (
            "青石县有多少所小学?",
            ("青石县有小学86所,学生3万人。", "青石县有小学79所,学生2万人。"),
            {"86所", "79所"},
        ),
        (
            "青石县图书馆的馆长是谁?",
            ("青石县图书馆馆长李建国出席了仪式。", "青石县图书馆馆长王海涛接受了采访。"),
            {"李建国", "王海涛"},
        ),
    ],
)
def test_articles_that_disagree_are_both_quoted(
    tmp_path: Path, question: str, articles: tuple[str, ...], answers: set[str]
) -> None:
    answer = asked(tmp_path, question, *articles)
    assert answer.short
    assert {answer.short.text, *(other.text for other in answer.differing)} == answers
    assert len(answer.quotes) == 2
    for quote, source in zip(answer.quotes, answer.sources, strict=False):
        assert source.hit.article.id == quote.article_id
        assert source.highlights == (quote.span,)
        assert source.hit.article.text[quote.start : quote.end] == quote.text
    [other] = answer.differing
    assert other.n == answer.sources[1].n == 2
    assert answer.quotes[1].text[other.start - answer.quotes[1].start :].startswith(other.text)


def test_articles_of_different_years_do_not_disagree(tmp_path: Path) -> None:
    two = ("2021年,青石县有小学79所,学生2万人。", "2018年,青石县有小学86所,学生3万人。")
    answer = asked(tmp_path, "青石县有多少所小学?", *two)
    assert answer.kind is AnswerKind.TIMELINE
    assert [(item.label, item.words.text) for item in answer.items] == [
        ("2018年", "86所"),
        ("2021年", "79所"),
    ]
    assert (answer.short, answer.differing) == (None, ())
    assert [quote.text[:5] for quote in answer.quotes] == ["2018年", "2021年"]
    for item, quote in zip(answer.items, answer.quotes, strict=True):
        source = answer.sources[item.words.n - 1]
        assert source.hit.article.id == quote.article_id
        assert source.highlights == (quote.span,)


def test_timeline_keeps_what_articles_that_were_not_deleted_say(tmp_path: Path) -> None:
    two = ("2018年,青石县有小学86所。", "2021年,青石县有小学79所。")
    answer = asked(tmp_path, "青石县有多少所小学?", *two)
    stored = [source.hit.article for source in answer.sources]
    gone = answer.sources[answer.items[0].words.n - 1].hit.article
    rest = verify_answer(answer, [item for item in stored if item != gone])
    assert [item.label for item in rest.items] == ["2021年"]
    assert rest.quotes == answer.quotes[1:]


def test_articles_that_say_the_same_are_quoted_once(tmp_path: Path) -> None:
    same = ("青石县有小学86所,学生3万人。", "记者了解到,青石县有小学86所。")
    answer = asked(tmp_path, "青石县有多少所小学?", *same)
    assert answer.short
    assert (answer.short.text, answer.differing, len(answer.quotes)) == ("86所", (), 1)


@pytest.mark.slow
def test_article_about_another_county_is_not_a_differing_account(tmp_path: Path) -> None:
    two = ("青石县有小学86所,学生3万人。", "白水县有小学79所,学生2万人。")
    for county, number in (("青石县", "86所"), ("白水县", "79所")):
        answer = asked(tmp_path / number, f"{county}有多少所小学?", *two)
        assert answer.short
        assert (answer.short.text, answer.differing) == (number, ())


def test_one_source_leaves_no_room_for_another_opinion(tmp_path: Path) -> None:
    two = ("青石县有小学86所。", "青石县有小学79所。")
    pages = {f"{n}.txt": f"新闻{n}\n\n{text}\n" for n, text in enumerate(two)}
    folder = write_pages(tmp_path / "pages", pages)
    assistant = Assistant(open_workspace(tmp_path / "data", collection=folder))
    answer = assistant.ask("青石县有多少所小学?", limit=1)
    assert (len(answer.sources), answer.differing) == (1, ())


def test_account_of_a_deleted_article_is_dropped_and_the_other_stays(tmp_path: Path) -> None:
    two = ("青石县有小学86所。", "青石县有小学79所。")
    answer = asked(tmp_path, "青石县有多少所小学?", *two)
    stored = [source.hit.article for source in answer.sources]
    for gone, left in ((0, 1), (1, 0)):
        rest = verify_answer(answer, [item for item in stored if item != stored[gone]])
        assert rest.answered
        assert rest.differing == ()
        assert rest.quotes == (answer.quotes[left],)
        assert rest.short
        assert rest.short.text in rest.quotes[0].text
        assert rest.short.n == rest.sources[0].n == 1
