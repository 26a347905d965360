"""Evaluation items: questions with known answers, read from JSON lines."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import UnreadableFileError

UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its right answer.

    Attributes:
        question: the text of the question.
        answers: strings one of which the shown answer must contain; () if it must be declined.
        source: the file that must be the first source; None if nothing can answer.
        passage: a text that must contain the first quote, where no answers are known; or "".
        required: strings that the shown answer must all contain, such as those of a list; or ().
        sources: files any of which may be the first source instead of ``source``; or ().
    """

    question: str
    answers: tuple[str, ...]
    source: str | None
    passage: str = ""
    required: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Whether it must be answered."""
        return bool(self.answers or self.passage or self.required)

    def comes_from(self, source: str) -> bool:
        """Return whether the file ``source`` may be the first source."""
        return source in self.sources if self.sources else source == self.source


@dataclass(frozen=True, slots=True)
class Item:
    """One evaluation item: a conversation whose turns are asked in order; most have only one.

    Attributes:
        id: its id in the file.
        kind: number, name, list, paraphrase, unanswerable, multi_turn, …
        turns: the questions.
        source: the source of the turns that name none of their own, or None.
    """

    id: str
    kind: str
    turns: tuple[Turn, ...]
    source: str | None

    @property
    def is_answerable(self) -> bool:
        """Whether any of its questions must be answered."""
        return any(turn.is_answerable for turn in self.turns)


def read_items(path: Path) -> list[Item]:
    """Read a JSON-lines file of items.

    Raises:
        UnreadableFileError: the file cannot be read, or a line is not an item.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(str(path), f"cannot be read as UTF-8 text ({error})") from error
    return [_parse_item(str(path), n, line) for n, line in enumerate(lines, 1) if line.strip()]


def _parse_item(path: str, number: int, line: str) -> Item:
    try:
        fields = json.loads(line)
        source = _check_optional(fields.get("source"))
        turns = tuple(_parse_turn(turn, source) for turn in fields.get("turns", [fields]))
        if not turns:
            raise ValueError("turns is empty")
        return Item(_check_string(fields["id"]), _check_string(fields["kind"]), turns, source)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = 'must be {"id", "kind", "question", "answers", "source"} or have "turns" of these'
        raise UnreadableFileError(path, f"line {number} {reason} ({error!r})") from error


def _parse_turn(fields: dict[str, Any], source: str | None) -> Turn:
    return Turn(
        question=_check_string(fields["question"]),
        answers=_check_strings("answers", fields["answers"]),
        source=_check_optional(fields.get("source", source)),
        passage=_check_string(fields.get("passage", "")),
        required=_check_strings("all", fields.get("all", [])),
        sources=_check_strings("sources", fields.get("sources", [])),
    )


def _check_strings(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{name} is {value!r}, not a list of strings")
    return tuple(map(_check_string, value))


def _check_optional(value: object) -> str | None:
    return None if value is None else _check_string(value)


def _check_string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value
