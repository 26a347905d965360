"""Read what a ``chat/completions`` server sends: chunks of a stream, or one whole reply."""

import json
from dataclasses import dataclass
from typing import Any

from service.generation.failures import LanguageModelError, PassingFailureError
from service.nouns import NoticeCode

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
        raise PassingFailureError("the server reports an error instead of an answer")
    choice = _first(fields.get("choices"))
    message = choice.get("delta") or choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    reason = choice.get("finish_reason")
    text = content if isinstance(content, str) else ""
    return Chunk(text, reason if isinstance(reason, str) and reason not in _UNFINISHED else None)


def _first(choices: object) -> dict[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}
