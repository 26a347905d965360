"""Feedback as evaluation items: answers that readers confirmed must stay the same."""

import json
from collections.abc import Iterable

from service.conversations.feedback import Feedback, Rating
from service.evaluation.items import UNANSWERABLE, Item, Turn

_KIND = "feedback"


def build_item(feedback: Feedback) -> Item | None:
    """Return feedback as an item, or None if it does not identify a right answer.

    If the reader named the right passage, it must be quoted. Otherwise a useful answer must be
    given again: its short answer, or else a quote from its passage; and a useful refusal must be
    repeated.
    """
    turn = _build_turn(feedback)
    if turn is None:
        return None
    kind = _KIND if turn.source else UNANSWERABLE
    return Item(feedback.answer_id, kind, (turn,), turn.source)


def _build_turn(feedback: Feedback) -> Turn | None:
    question, source = feedback.question, feedback.source
    if feedback.passage:
        return Turn(question, (), source, feedback.passage)
    if feedback.rating is not Rating.USEFUL:
        return None
    if feedback.short_answer:
        return Turn(question, (feedback.short_answer,), source)
    return None if feedback.answer else Turn(question, (), None)


def format_lines(items: Iterable[Item]) -> str:
    """Return items with one question as JSON lines that ``read_items`` can read."""
    return "".join(json.dumps(_to_fields(item), ensure_ascii=False) + "\n" for item in items)


def _to_fields(item: Item) -> dict[str, object]:
    [turn] = item.turns
    fields: dict[str, object] = {
        "id": item.id,
        "kind": item.kind,
        "question": turn.question,
        "answers": list(turn.answers),
        "source": turn.source,
    }
    return fields | ({"passage": turn.passage} if turn.passage else {})
