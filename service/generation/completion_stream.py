"""Parse the reply of a ``chat/completions`` server: a stream of events, or one whole body."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.answers.answer import NoticeCode
from service.generation.errors import LanguageModelError, TransientError

MAXIMUM_LINE_BYTES = 1024 * 1024
DONE = "[DONE]"
# What some servers write where the protocol has null.
_UNFINISHED = ("", "null")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the answer's text, and why it ends here: "stop", "length", …, or None."""

    text: str
    finished: str | None


def read_chunk(payload: str) -> Chunk:
    """Return what one JSON payload adds to the answer.

    A chunk without a choice (usage figures) and a model's reasoning add nothing.

    Raises:
        LanguageModelError: it is not JSON of this protocol, or the server reports an error in it.
    """
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise LanguageModelError(NoticeCode.BROKEN, "the reply is not valid JSON") from error
    if not isinstance(fields, dict):
        raise LanguageModelError(NoticeCode.BROKEN, "the reply is no JSON object")
    if fields.get("error"):
        raise TransientError("the server reports an error instead of an answer")
    choice = _first(fields.get("choices"))
    message = choice.get("delta") or choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    reason = choice.get("finish_reason")
    text = content if isinstance(content, str) else ""
    return Chunk(text, reason if isinstance(reason, str) and reason not in _UNFINISHED else None)


def _first(choices: object) -> dict[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


class EventLines:
    """Collects bytes and gives the payload of each finished ``data:`` line.

    An event of ``chat/completions`` is one line of JSON, so lines are not joined into events: that
    also reads servers that forget the empty line between two events. Comments, other fields and
    whatever else stands between are passed over, as the standard for event streams says.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Yield the payloads that ``chunk`` completes.

        Raises:
            LanguageModelError: a line is longer than ``MAXIMUM_LINE_BYTES``.
        """
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > MAXIMUM_LINE_BYTES:
            detail = f"the reply has a line of more than {MAXIMUM_LINE_BYTES} bytes"
            raise LanguageModelError(NoticeCode.BROKEN, detail)
        yield from _payloads(lines)

    def finish(self) -> Iterator[str]:
        """Yield the payload of a last line without an end."""
        rest, self._rest = self._rest, b""
        yield from _payloads([rest])


def _payloads(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        if line.startswith(b"data:"):
            yield line[5:].decode("utf-8", "replace").strip()
