"""Suggestions over HTTP."""

import time

import httpx

from tests.support.contract import ask, assert_problem, get
from tests.support.patience import crowding

QUESTION = "中原区举办了多少场服务活动?"
MOST_SECONDS = 1.5


def path(reply: dict[str, object], n: int = 1) -> str:
    return f"/v1/conversations/{reply['conversation_id']}/turns/{n}/suggestions"


def test_questions_follow_an_answer_and_are_answered_from_the_same_articles(
    client: httpx.Client,
) -> None:
    reply = ask(client, QUESTION)
    begun = time.perf_counter()
    questions = get(client, path(reply))["questions"]
    assert time.perf_counter() - begun < MOST_SECONDS * crowding()
    assert 1 <= len(questions) <= 3
    for question in questions:
        answer = ask(client, question, store=False)
        assert answer["answered"]
        assert answer["sources"][0]["article_id"] == reply["sources"][0]["article_id"]


def test_questions_of_the_conversation_are_not_suggested_again(client: httpx.Client) -> None:
    reply = ask(client, QUESTION)
    first = get(client, path(reply))["questions"]
    conversation = reply["conversation_id"]
    ask(client, first[0], conversation_id=conversation, carry_over="")
    assert first[0] not in get(client, path(reply, 2))["questions"]
    assert first[0] not in get(client, path(reply))["questions"]


def test_declined_question_has_none(client: httpx.Client) -> None:
    assert get(client, path(ask(client, "红烧肉怎么做?")))["questions"] == []


def test_turns_that_are_not_there_are_problems(client: httpx.Client) -> None:
    reply = ask(client, QUESTION)
    assert_problem(client.get(path(reply, 2)), 404, "no_such_answer")
    assert_problem(client.get(path(reply, 0)), 422, "invalid_request")
    nowhere = client.get("/v1/conversations/none/turns/1/suggestions")
    assert_problem(nowhere, 404, "no_such_conversation")
