"""A language model that fails, hangs or answers strangely: the quote remains, and says why."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.answers.answer import NoticeCode
from service.answers.events import Delta, Final
from service.assistant import Assistant
from tests.support.generating import (
    KEY,
    SUPPORTED,
    answer_of,
    assert_fell_back,
    events_of,
    model_of,
)
from tests.support.llm_server import (
    DONE,
    LanguageModelServer,
    Reply,
    chunk,
    failing,
    llm_server,
    saying,
)


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


def test_busy_server_is_retried_after_the_delay_that_it_asks_for(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    server.follow(failing(429, headers={"Retry-After": "1"}), saying(SUPPORTED))
    answer = answer_of(assistant, model_of(server))
    assert (answer.text, answer.notice) == (SUPPORTED, None)
    first, second = server.received
    assert 1.0 <= second.at - first.at < 10


def test_failing_server_is_asked_three_times(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    server.follow(failing(500))
    answer = answer_of(assistant, model_of(server))
    assert_fell_back(answer, assistant, NoticeCode.UNAVAILABLE)
    assert "500" in answer.notice.detail  # type: ignore[union-attr] # asserted above
    assert len(server.received) == 3


def test_server_that_asks_for_more_patience_than_there_is_is_not_waited_for(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.follow(failing(503, headers={"Retry-After": later}))
    start = time.monotonic()
    answer = answer_of(assistant, model_of(server))
    assert_fell_back(answer, assistant, NoticeCode.UNAVAILABLE)
    assert time.monotonic() - start < 10
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 404])
def test_refusal_is_final_and_never_leaks_the_key(
    assistant: Assistant,
    server: LanguageModelServer,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.follow(failing(status, f"bad key {KEY}".encode(), {"Location": "http://127.0.0.1:9/"}))
    answer = answer_of(assistant, model_of(server, key=KEY))
    assert_fell_back(answer, assistant, NoticeCode.UNAVAILABLE)
    assert len(server.received) == 1
    assert "bad key ***" in caplog.text
    assert KEY not in caplog.text + repr(answer) + repr(model_of(server, key=KEY))


def test_server_that_is_not_there_leaves_the_quote(assistant: Assistant) -> None:
    with llm_server() as gone:
        model = model_of(gone)
    assert_fell_back(answer_of(assistant, model), assistant, NoticeCode.UNAVAILABLE)


BROKEN = {
    "web page": Reply(
        [b"<html>login</html>"], headers={"Content-Type": "text/html; charset=utf-8"}
    ),
    "no JSON": Reply([chunk("绿东"), b"data: {oops\n\n"]),
    "deep JSON": Reply([b"data: " + b"[" * 100_000 + b"\n\n"]),
    "JSON list": Reply([b"data: []\n\n"]),
    "empty": Reply([chunk(finish="stop"), DONE]),
    "only thoughts": Reply([chunk("<think>绿东播报[1]。"), chunk(finish="stop"), DONE]),
    "line without end": Reply(lambda: (b"x" * 65536 for _ in range(64))),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_reply_leaves_the_quote(
    assistant: Assistant, server: LanguageModelServer, name: str
) -> None:
    server.follow(BROKEN[name])
    answer = answer_of(assistant, model_of(server))
    assert_fell_back(answer, assistant, NoticeCode.BROKEN)
    assert len(server.received) == 1


@pytest.mark.parametrize("breaks", [True, False])
def test_reply_that_stops_in_the_middle_leaves_the_quote(
    assistant: Assistant, server: LanguageModelServer, breaks: bool
) -> None:
    server.follow(Reply([chunk("绿东村街道开通")], breaks=breaks))
    events = events_of(assistant, model_of(server))
    final = events[-1]
    assert Delta("绿东村街道开通") in events
    assert isinstance(final, Final)
    assert_fell_back(final.answer, assistant, NoticeCode.UNAVAILABLE)
    assert len(server.received) == 1


def test_connection_that_breaks_before_the_first_token_is_tried_again(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    server.follow(Reply([chunk("", role="assistant")], breaks=True), saying(SUPPORTED))
    assert answer_of(assistant, model_of(server)).text == SUPPORTED
    assert len(server.received) == 2


@pytest.mark.parametrize(
    "script", [Reply(silent=True), Reply(hanging=True), Reply([chunk("绿东")], hanging=True)]
)
def test_silent_server_is_abandoned(
    assistant: Assistant, server: LanguageModelServer, script: Reply
) -> None:
    server.follow(script)
    start = time.monotonic()
    answer = answer_of(assistant, model_of(server, timeout=1))
    assert_fell_back(answer, assistant, NoticeCode.TIMEOUT)
    assert "0.5 seconds" in answer.notice.detail  # type: ignore[union-attr] # asserted above
    assert time.monotonic() - start < 10
    assert server.left.wait(10)
    assert len(server.received) == 1


def test_answer_that_exceeds_the_total_timeout_is_abandoned(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    def thinking_on() -> Iterator[bytes]:
        while True:
            time.sleep(0.05)
            yield chunk(reasoning_content="嗯,")

    server.follow(Reply(thinking_on))
    answer = answer_of(assistant, model_of(server, timeout=1))
    assert_fell_back(answer, assistant, NoticeCode.TIMEOUT)
    assert "1 seconds" in answer.notice.detail  # type: ignore[union-attr] # asserted above
    assert server.left.wait(10)


def test_endless_answer_is_cut_off_and_the_connection_closed(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield chunk(SUPPORTED)

    server.follow(Reply(endless))
    answer = answer_of(assistant, model_of(server))
    assert len(answer.text) == 2000
    assert answer.notice is not None
    assert answer.notice.code == NoticeCode.CUT_OFF
    assert server.left.wait(10)


def test_server_that_streams_nothing_forever_is_left(
    assistant: Assistant, server: LanguageModelServer
) -> None:
    def comments() -> Iterator[bytes]:
        while True:
            yield b": still here\n\n" * 1000

    server.follow(Reply(comments))
    answer = answer_of(assistant, model_of(server))
    assert_fell_back(answer, assistant, NoticeCode.BROKEN)
    assert server.left.wait(10)


THOUGHTS = [chunk(reasoning_content="想"), chunk("<think>想"), chunk("</think>\n\n" + SUPPORTED)]
USAGE = b'data: {"choices": [], "usage": {"total_tokens": 9}}\n\n'
WHOLE = {"choices": [{"message": {"content": SUPPORTED}, "finish_reason": "stop"}]}
HABITS = {
    "no DONE": Reply([chunk(SUPPORTED), chunk(finish="stop")]),
    "no end": Reply([chunk(SUPPORTED), chunk(finish="stop")], hanging=True),
    "no reason": Reply([chunk(SUPPORTED), DONE]),
    "CRLF": Reply([b": hi\n\nevent: x\n" + chunk(SUPPORTED).replace(b"\n", b"\r\n"), DONE]),
    "one newline": Reply([chunk(SUPPORTED).rstrip() + b"\n", DONE.rstrip()]),
    "byte by byte": Reply([bytes([byte]) for byte in chunk(SUPPORTED) + DONE]),
    "usage": Reply([chunk(SUPPORTED), USAGE, DONE]),
    "thoughts": Reply([*THOUGHTS, DONE]),
    "whole": Reply([json.dumps(WHOLE).encode()], headers={"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("name", HABITS)
def test_servers_with_habits_of_their_own_are_understood(
    assistant: Assistant, server: LanguageModelServer, name: str
) -> None:
    server.follow(HABITS[name])
    answer = answer_of(assistant, model_of(server))
    assert (answer.text, answer.notice) == (SUPPORTED, None)
