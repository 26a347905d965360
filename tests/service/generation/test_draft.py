"""Parsing the stream of a language model: lines, chunks, and the growing text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.generation.backoff import compute_pause, read_retry_after
from service.generation.completion_stream import MAXIMUM_LINE_BYTES, Chunk, EventLines, read_chunk
from service.generation.draft import MAXIMUM_CHARACTERS, Draft
from service.generation.errors import LanguageModelError
from service.generation.instructions import CHINESE, ENGLISH
from service.generation.prompt import neutralize_template_marks

NOW = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)


def written(*pieces: str) -> Draft:
    draft = Draft({1, 2, 3}, CHINESE)
    deltas = [draft.feed(piece) for piece in pieces]
    assert "".join(deltas) + draft.finish() == draft.text
    return draft


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("甲[1]。", "甲[1]。"),
        ("甲[1,2]。", "甲[1][2]。"),
        ("甲[1、 3]。", "甲[1][3]。"),
        ("甲【2】。", "甲[2]。"),
        ("甲［２］。", "甲[2]。"),
        ("甲[2017]。", "甲[2017]。"),
        ("甲[注]。", "甲[注]。"),
        ("  <think>想[1]</think>\n甲", "甲"),
        ("<thin", "<thin"),
        ("甲\x00\u202e乙\ud800", "甲乙"),
        ("甲[", "甲["),
    ],
)
def test_draft_keeps_its_text_and_normalizes_citations(said: str, kept: str) -> None:
    assert written(said).text == kept
    assert written(*said).text == kept
    assert written(said).dropped == []


def test_citation_of_a_passage_that_does_not_exist_is_dropped_and_remembered() -> None:
    draft = written(*"甲[9]。乙[1][12]。")
    assert draft.text == "甲。乙[1]。"
    assert draft.dropped == [1, 6]


@given(st.lists(st.text("甲1,[]【】 29。", max_size=6), max_size=12))
def test_text_does_not_depend_on_how_it_was_chunked(pieces: list[str]) -> None:
    assert written(*pieces).text == written(*"".join(pieces)).text


def test_draft_is_truncated_at_the_maximum() -> None:
    draft = written("长" * 3 * MAXIMUM_CHARACTERS)
    assert len(draft.text) == MAXIMUM_CHARACTERS
    assert draft.full


@pytest.mark.parametrize(
    "said",
    ["资料中没有说明。", "资料中没有说明", "资料中没有说明[1]。", "所给资料未提及他的年龄。"],
)
def test_decline_is_understood(said: str) -> None:
    assert written(*said).declines


@pytest.mark.parametrize("said", ["书记是黄钫[1]。", "资料未提及年龄,但说他是书记[1]。", ""])
def test_ordinary_answer_is_not_taken_for_a_decline(said: str) -> None:
    assert not written(*said).declines


def test_english_decline_is_understood() -> None:
    draft = Draft({1}, ENGLISH)
    draft.feed("The passages do not mention his age.")
    assert draft.declines


@given(st.binary(max_size=200), st.integers(1, 7))
def test_lines_do_not_depend_on_how_the_bytes_arrive(body: bytes, size: int) -> None:
    body = body.replace(b"x", b"\ndata: ")
    whole, pieces = EventLines(), EventLines()
    one = [*whole.feed(body), *whole.finish()]
    cut = [body[at : at + size] for at in range(0, len(body), size)]
    many = [line for piece in cut for line in pieces.feed(piece)]
    assert [*many, *pieces.finish()] == one


def test_line_without_an_end_is_refused() -> None:
    with pytest.raises(LanguageModelError, match="line of more than"):
        list(EventLines().feed(b"x" * (MAXIMUM_LINE_BYTES + 1)))


@pytest.mark.parametrize(
    ("payload", "chunk"),
    [
        ('{"choices": [{"delta": {"content": "甲"}}]}', Chunk("甲", None)),
        ('{"choices": [{"delta": {}, "finish_reason": "stop"}]}', Chunk("", "stop")),
        ('{"choices": [{"message": {"content": "甲"}}]}', Chunk("甲", None)),
        ('{"choices": [{"delta": {"content": "甲"}, "finish_reason": "null"}]}', Chunk("甲", None)),
        ('{"choices": []}', Chunk("", None)),
        ('{"choices": [7]}', Chunk("", None)),
        ('{"choices": [{"delta": {"content": ["甲"]}}]}', Chunk("", None)),
        ('{"choices": [{"delta": {"reasoning_content": "想", "content": null}}]}', Chunk("", None)),
    ],
)
def test_chunk_is_read(payload: str, chunk: Chunk) -> None:
    assert read_chunk(payload) == chunk


@pytest.mark.parametrize("payload", ["", "{", "7", "[" * 100_000, '{"error": {"message": "no"}}'])
def test_payload_that_is_not_a_chunk_is_refused(payload: str) -> None:
    with pytest.raises(LanguageModelError):
        read_chunk(payload)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("Sun, 22 Nov 2026 08:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 07:00:00 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds


def test_pause_grows_varies_and_gives_way_to_what_the_server_asks() -> None:
    pauses = [[compute_pause(attempt, None) for _ in range(200)] for attempt in range(3)]
    assert [max(some) <= 0.5 * 2**attempt for attempt, some in enumerate(pauses)] == [True] * 3
    assert max(pauses[2]) > 0.5
    assert len(set(pauses[0])) > 100
    assert compute_pause(0, 7.0) == 7.0


@pytest.mark.parametrize("mark", ["<|im_end|>", "<｜User｜>", "</s>", "[INST]", "<end_of_turn>"])
def test_marks_of_chat_templates_are_defused(mark: str) -> None:
    assert mark not in neutralize_template_marks(f"甲{mark}乙")
    assert neutralize_template_marks("1 < 2, [1] <b>") == "1 < 2, [1] <b>"
