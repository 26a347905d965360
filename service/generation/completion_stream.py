"""Parse the reply of a ``chat/completions`` server: a stream of events, or one whole body."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.answers.answer import NoticeCode
from service.generation.errors import LanguageModelError, TransientError

MAXIMUM_LINE_BYTES = 1024 * 1024
DONE = "[DONE]"
# What some servers send where the protocol has null.
_UNFINISHED = ("", "null")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the answer's text, and why the answer ends here ("stop", "length", …), or None."""

    text: str
    finished: str | None


def read_chunk(payload: str) -> Chunk:
    """Return the chunk in one JSON payload.

    A payload without a choice (usage figures) and a model's reasoning have no text.

    Raises:
        LanguageModelError: it is not JSON of this protocol, or reports an error.
    """
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise LanguageModelError(NoticeCode.BROKEN, "the reply is not valid JSON") from error
    if not isinstance(fields, dict):
        raise LanguageModelError(NoticeCode.BROKEN, "the reply is not a JSON object")
    if fields.get("error"):
        raise TransientError("the server reports an error instead of an answer")
    choice = _get_first(fields.get("choices"))
    message = choice.get("delta") or choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    reason = choice.get("finish_reason")
    text = content if isinstance(content, str) else ""
    return Chunk(text, reason if isinstance(reason, str) and reason not in _UNFINISHED else None)


def _get_first(choices: object) -> dict[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


class EventLines:
    """Collects bytes and yields the payload of each complete ``data:`` line.

    An event of ``chat/completions`` is one line of JSON, so lines are not joined into events; this
    also accepts servers that omit the empty line between events. Comments and other fields are
    ignored, as the standard for event streams requires.
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
        yield from _extract_payloads(lines)

    def finish(self) -> Iterator[str]:
        """Yield the payload of an unterminated last line."""
        rest, self._rest = self._rest, b""
        yield from _extract_payloads([rest])


def _extract_payloads(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        if line.startswith(b"data:"):
            yield line[5:].decode("utf-8", "replace").strip()
