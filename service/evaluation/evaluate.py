"""Measure answers against questions whose answers are known."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embeddings.errors import UnreadableFileError
from embeddings.text.normalize import fold_without_spaces
from service.answers.answer import Answer
from service.answers.conversation import Turn as Answered
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions, answer_after, build_turn
from service.evaluation.abstention import Judgement, Level, levels
from service.evaluation.calibration import Calibration, calibration
from service.evaluation.shortness import Shortness, ShortRow, judge_short, short_rows

SHOWN_CHARACTERS = 200
UNANSWERABLE = "unanswerable"
# No question is declined for its confidence, so that withheld answers can be judged too.
_ANSWER_ALL = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what is right.

    Attributes:
        question: what is asked.
        answers: any one of these strings, standing in what is shown; none: it must be declined.
        source: the file that must be the first source, or None when nothing can answer.
        passage: a text that the first quote must stand in, where no answers are known; or "".
    """

    question: str
    answers: tuple[str, ...]
    source: str | None
    passage: str = ""

    @property
    def is_answerable(self) -> bool:
        """Whether it is to be answered."""
        return bool(self.answers or self.passage)


@dataclass(frozen=True, slots=True)
class Item:
    """One evaluation item: its turns are asked in order, in one conversation; most have one.

    Attributes:
        id: as the file says.
        kind: number, name, list, paraphrase, unanswerable, multi_turn, …
        turns: what is asked.
        source: where its turns are answered that name no source of their own, or None.
    """

    id: str
    kind: str
    turns: tuple[Turn, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. The first four must hold for every turn of it.

    Attributes:
        shown: the last answer; "" when it was declined.
        confidence: the last one, 0-100.
        judgement: of the last answer, given or withheld.
        short: how the last short answer fits; None when nothing short is wanted.
    """

    item: Item
    answered: bool
    right_answer: bool
    right_source: bool
    passage_found: bool
    shown: str
    confidence: int
    judgement: Judgement
    short: Shortness | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind, or of all answerable items; shares lie in 0..1."""

    kind: str
    items: int
    answered: int
    answer_accuracy: float
    source_at_1: float
    passage_at_5: float


@dataclass(frozen=True, slots=True)
class Report:
    """The figures by kind, and every item that went wrong.

    Attributes:
        rows: by kind.
        total: all answerable items of one question.
        conversations: all items of several.
        misses: what went wrong.
        short: short answers of the answerable items of one question that want one, by kind.
        calibration: confidence against right answers, given or withheld.
        levels: what each strictness would answer and decline.
        outcomes: every item.
    """

    rows: tuple[Row, ...]
    total: Row
    conversations: Row
    misses: tuple[Outcome, ...]
    short: tuple[ShortRow, ...]
    calibration: Calibration
    levels: tuple[Level, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False, default=())


def read_items(path: Path) -> list[Item]:
    """Read a JSON-lines file of items.

    Raises:
        UnreadableFileError: names the line that is no item.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(str(path), f"cannot be read as UTF-8 text ({error})") from error
    return [_item(str(path), n, line) for n, line in enumerate(lines, 1) if line.strip()]


def evaluate(assistant: Assistant, items: Iterable[Item]) -> Report:
    """Ask every item and count.

    Calibration and levels are taken over the items of one question.
    """
    outcomes = tuple(_outcome(assistant, item) for item in items)
    kinds = dict.fromkeys(outcome.item.kind for outcome in outcomes)
    rows = tuple(_row(kind, [o for o in outcomes if o.item.kind == kind]) for kind in kinds)
    single = [o for o in outcomes if o.item.source is not None and len(o.item.turns) == 1]
    several = [o for o in outcomes if len(o.item.turns) > 1]
    misses = tuple(outcome for outcome in outcomes if _missed(outcome))
    judgements = [o.judgement for o in outcomes if len(o.item.turns) == 1]
    return Report(
        rows=rows,
        total=_row("all answerable", single),
        conversations=_row("all turns right", several),
        misses=misses,
        short=short_rows([(o.item.kind, o.short) for o in single if o.short]),
        calibration=calibration(
            [one.confidence / 100 for one in judgements], [one.right for one in judgements]
        ),
        levels=levels(judgements),
        outcomes=outcomes,
    )


def _item(path: str, number: int, line: str) -> Item:
    try:
        fields = json.loads(line)
        source = _optional(fields.get("source"))
        turns = tuple(_turn(turn, source) for turn in fields.get("turns", [fields]))
        if not turns:
            raise ValueError("turns is empty")
        return Item(_string(fields["id"]), _string(fields["kind"]), turns, source)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = 'must be {"id", "kind", "question", "answers", "source"} or have "turns" of these'
        raise UnreadableFileError(path, f"line {number} {reason} ({error!r})") from error


def _turn(fields: dict[str, Any], source: str | None) -> Turn:
    answers = fields["answers"]
    if not isinstance(answers, list):
        raise TypeError(f"answers is {answers!r}, not a list of strings")
    source = _optional(fields.get("source", source))
    passage = _string(fields.get("passage", ""))
    return Turn(_string(fields["question"]), tuple(map(_string, answers)), source, passage)


def _optional(value: object) -> str | None:
    return None if value is None else _string(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value


def _outcome(assistant: Assistant, item: Item) -> Outcome:
    threshold = assistant.workspace.settings.strictness.threshold
    answers = _converse(assistant, item)
    given = [one.answered and one.confidence >= threshold for one in answers]
    asked = list(zip(item.turns, answers, given, strict=True))
    answerable = [one for one in asked if one[0].is_answerable] or asked
    turn, last, shown = asked[-1]
    return Outcome(
        item=item,
        answered=all(given for *_, given in answerable),
        right_answer=all(
            _right(turn, answer) if given else not turn.is_answerable
            for turn, answer, given in asked
        ),
        right_source=all(_sources(answer)[:1] == [turn.source] for turn, answer, _ in answerable),
        passage_found=all(_found(turn, answer) for turn, answer, _ in answerable),
        shown=last.text if shown else "",
        confidence=last.confidence,
        judgement=_judgement(turn, last),
        short=judge_short(last.short.text if shown and last.short else "", turn.answers),
    )


def _judgement(turn: Turn, answer: Answer) -> Judgement:
    return Judgement(
        confidence=answer.confidence,
        matched=answer.answered,
        right=_right(turn, answer) and _sources(answer)[:1] == [turn.source],
        answerable=turn.source is not None,
    )


def _converse(assistant: Assistant, item: Item) -> list[Answer]:
    """Ask the turns of an item one after the other; nothing is stored."""
    options = AskOptions(threshold=_ANSWER_ALL if len(item.turns) == 1 else None)
    turns: list[Answered] = []
    answers: list[Answer] = []
    for n, turn in enumerate(item.turns):
        reply = answer_after(assistant, turn.question, turns, options)
        turns.append(build_turn(turn.question, reply, asked_at=n))
        answers.append(reply.answer)
    return answers


def _right(turn: Turn, answer: Answer) -> bool:
    if not turn.is_answerable:
        return not answer.answered
    if turn.passage:
        return any(
            fold_without_spaces(quote.text) in fold_without_spaces(turn.passage)
            for quote in answer.quotes[:1]
        )
    shown = fold_without_spaces(answer.text[:SHOWN_CHARACTERS])
    return any(fold_without_spaces(wanted) in shown for wanted in turn.answers)


def _sources(answer: Answer) -> list[str]:
    return [source.hit.article.source for source in answer.sources]


def _found(turn: Turn, answer: Answer) -> bool:
    sources = [source.hit for source in answer.sources[:5]]
    texts = [fold_without_spaces(hit.text) for hit in sources if hit.article.source == turn.source]
    if turn.passage:  # it may have been cut otherwise
        passage = fold_without_spaces(turn.passage)
        return any(passage in text or text in passage for text in texts)
    return any(fold_without_spaces(wanted) in text for wanted in turn.answers for text in texts)


def _missed(outcome: Outcome) -> bool:
    if outcome.item.kind == UNANSWERABLE:
        return outcome.answered
    return not (outcome.right_answer and outcome.right_source and outcome.passage_found)


def _row(kind: str, outcomes: Sequence[Outcome]) -> Row:
    count = len(outcomes) or 1
    return Row(
        kind=kind,
        items=len(outcomes),
        answered=sum(outcome.answered for outcome in outcomes),
        answer_accuracy=sum(outcome.right_answer for outcome in outcomes) / count,
        source_at_1=sum(outcome.right_source for outcome in outcomes) / count,
        passage_at_5=sum(outcome.passage_found for outcome in outcomes) / count,
    )
