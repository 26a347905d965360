"""Stored answers: whole when they are read again, and without what the articles have lost."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from service.answers.answer import Generated, Notice, NoticeCode, Sentence
from service.assistant import Assistant
from service.conversations.choices import NO_CHOICES, Choices
from service.conversations.conversation_service import (
    AskOptions,
    ConversationMovedOnError,
    ConversationService,
    Reply,
)
from service.conversations.past_turns import PastTurn
from service.language_model import Mode
from service.retrieval.filters import Filters
from service.strictness import Strictness
from service.web.schemas.asking import AskReply
from service.web.schemas.conversations import TurnOut
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "青石.txt": "青石县的学校\n\n2021年,青石县有小学79所,学生2万人。\n"
    "一、农机\n青石县的农机有旋耕机、播种机、收割机。\n",
    "松岭.txt": "松岭县教育\n\n2021年,松岭县有小学86所,学生3万人。\n",
    "石桥.txt": "渔湾镇石桥\n本报记者 王小明\n2017年10月11日\n\n"
    "渔湾镇的石桥全长86米,由村民一起建成。\n",
    "柳河.txt": "柳河镇的广场\n\n柳河镇文化广场的停车场至今没有建成。\n",
}
BRIDGE = "渔湾镇的石桥全长多少米?"
QUESTIONS = (
    BRIDGE,
    "青石县的农机有哪些?",
    "青石县和松岭县分别有多少所小学?",
    "2021年青石县有多少所小学?",
    "柳河镇文化广场的停车场建成了吗?",
    "哪些文章提到小学?",
    "哪些文章提到宇宙飞船?",
    "有多少篇文章?",
    "最新的一篇文章讲了什么?",
    "你好",
    "红烧肉怎么做?",
    "青石县的校长是谁?",
)
WRITTEN = "石桥全长86米[1]，由村民建成。"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("past")
    pages = write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=pages, strictness="lenient"))


@pytest.fixture
def service(asking: Assistant) -> ConversationService:
    return ConversationService.open(asking)


def tell(service: ConversationService, question: str = BRIDGE, *, written: bool = False) -> Reply:
    """Ask in a new conversation, and store the answer, perhaps as a language model writes it."""
    asked = service.ask(question, AskOptions())
    answer = asked.reply.answer
    if written:
        sentences = (Sentence(0, 11, (1,), True), Sentence(11, 18, (), False))
        notice = Notice(NoticeCode.CUT_OFF, "cut")
        answer = replace(answer, generated=Generated(WRITTEN, sentences), notice=notice)
    return service.keep(asked, answer)


def recalled(service: ConversationService, reply: Reply) -> PastTurn:
    assert reply.conversation_id
    [past] = service.recall(reply.conversation_id)
    return past


def as_json(reply: Reply) -> AskReply:
    return AskReply.of(reply, debug=False)


def stored_row(service: ConversationService, reply: Reply) -> str:
    path = service.assistant.workspace.settings.library_path
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM turns WHERE answer_id = ?", (reply.answer_id,))
        return json.dumps(rows.fetchall(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("question", "written"), [(BRIDGE, True), *((question, False) for question in QUESTIONS)]
)
def test_every_kind_of_answer_is_read_back_as_it_was_given(
    service: ConversationService, question: str, written: bool
) -> None:
    reply = tell(service, question, written=written)
    past = recalled(service, reply)
    assert not past.is_incomplete
    assert reply.conversation_id
    told = TurnOut.of(past, 1, reply.conversation_id)
    assert told.reply == as_json(reply)
    assert (told.answer, told.answered) == (
        reply.answer.text if reply.answer.answered else "",
        reply.answer.answered,
    )


def test_stored_answer_holds_no_text_of_an_article(service: ConversationService) -> None:
    reply = tell(service)
    assert "86米" in reply.answer.text
    row = stored_row(service, reply)
    assert not any(words in row for words in ("86米", "由村民一起建成", "王小明", "渔湾镇石桥"))


def test_deleted_article_is_left_out_until_it_is_restored(service: ConversationService) -> None:
    library = service.assistant.workspace.library
    reply = tell(service)
    ids = [article.id for article in library.articles.page() if "石桥" in article.title]
    for article_id in ids:
        library.delete_article(article_id)
    past = recalled(service, reply)
    assert past.is_incomplete
    assert past.answer is not None
    assert (past.turn.answer, past.turn.short, past.answer.answered) == ("", "", False)
    assert "86米" not in TurnOut.of(past, 1, "c").model_dump_json()
    for article_id in ids:
        library.restore_article(article_id)
    assert as_json(reply).answer == recalled(service, reply).turn.answer


def test_change_behind_the_quote_leaves_it_and_a_change_within_it_does_not(
    service: ConversationService,
) -> None:
    library = service.assistant.workspace.library
    reply = tell(service, "柳河镇文化广场的停车场建成了吗?")
    [article] = [one for one in library.articles.page() if "柳河" in one.title]
    library.rewrite(replace(article, title="柳河镇广场", text=article.text + "\n又讯。"))
    past = recalled(service, reply)
    assert past.answer is not None
    assert past.turn.answer == reply.answer.text
    assert past.answer.sources[0].hit.article.title == "柳河镇广场"
    library.rewrite(replace(article, text=article.text.replace("没有", "早已")))
    assert recalled(service, reply).is_incomplete
    assert recalled(service, reply).turn.answer == ""
    library.rewrite(article)


def test_what_was_written_from_an_article_goes_for_good_when_the_article_does(
    service: ConversationService, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", {"石桥.txt": PAGES["石桥.txt"]})
    own = ConversationService.open(Assistant(open_workspace(tmp_path / "data", collection=pages)))
    library = own.assistant.workspace.library
    reply = tell(own, written=True)
    assert recalled(own, reply).turn.answer == WRITTEN
    [article] = library.articles.page()
    library.delete_article(article.id)
    assert recalled(own, reply).turn.answer == ""
    assert WRITTEN in stored_row(own, reply)
    library.remove_deleted(float("inf"))
    assert WRITTEN not in stored_row(own, reply)
    assert recalled(own, reply).is_incomplete


def test_follow_up_is_read_from_stored_answers_and_refused_if_others_came_between(
    service: ConversationService,
) -> None:
    first = tell(service, "2021年青石县有多少所小学?")
    asked = service.ask("那松岭县呢?", AskOptions(after=1), first.conversation_id)
    second = service.keep(asked, asked.reply.answer)
    assert (first.turn, second.turn) == (1, 2)
    assert second.reading.question == "2021年松岭县有多少所小学?"
    with pytest.raises(ConversationMovedOnError, match="has 2 turns, not 1"):
        service.ask("学生呢?", AskOptions(after=1), first.conversation_id)
    assert service.ask("学生呢?", AskOptions(after=2), first.conversation_id).before[1].answer


@pytest.mark.parametrize(
    "choices",
    [
        NO_CHOICES,
        Choices(Filters(source="石桥", date_from="2017", date_to="2018-03")),
        Choices(strictness=Strictness.LENIENT, mode=Mode.EXTRACTIVE),
    ],
)
def test_turn_tells_what_was_chosen_when_it_was_asked(
    service: ConversationService, choices: Choices
) -> None:
    asked = service.ask(BRIDGE, AskOptions(filters=choices.filters))
    reply = service.keep(asked, asked.reply.answer, choices)
    assert reply.choices == choices
    assert reply.conversation_id is not None
    assert [past.choices for past in service.recall(reply.conversation_id)] == [choices]
