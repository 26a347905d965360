"""Ask questions with known answers, and count the right answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from embeddings.text.normalize import fold_without_spaces
from service.answers.answer import Answer
from service.answers.conversation import Turn as Answered
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions, answer_after, build_turn
from service.evaluation.abstention import Judgement, Level, levels
from service.evaluation.calibration import Calibration, calibration
from service.evaluation.items import Item, Turn
from service.evaluation.short_answer_scores import (
    ShortAnswerScore,
    ShortRow,
    average_short_scores,
    score_short_answer,
)

SHOWN_CHARACTERS = 200
# No question is declined for its confidence, so that withheld answers are scored too.
_ANSWER_ALL = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one item.

    Attributes:
        answered: whether every answerable turn was answered.
        right_answer: whether every turn was answered, or declined, rightly.
        right_source: whether the right source came first in every answerable turn.
        passage_found: whether the right passage was among the first five in every answerable turn.
        shown: the last answer; "" if it was declined.
        confidence: of the last answer, 0-100.
        judgement: of the last answer, even if it was withheld.
        short: the scores of the last short answer; None if none is expected.
    """

    item: Item
    answered: bool
    right_answer: bool
    right_source: bool
    passage_found: bool
    shown: str
    confidence: int
    judgement: Judgement
    short: ShortAnswerScore | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind or of all answerable items; shares are in 0..1.

    ``answerable`` is how many of the items have an answer.
    """

    kind: str
    items: int
    answerable: int
    answered: int
    answer_accuracy: float
    source_at_1: float
    passage_at_5: float


@dataclass(frozen=True, slots=True)
class Report:
    """The figures by kind, and the items that failed.

    Attributes:
        rows: by kind.
        total: all answerable items with one question.
        conversations: all items with several questions.
        misses: the items that failed.
        short: short answers, by kind, of the single questions that call for one.
        calibration: confidence against right answers, including withheld ones.
        levels: what each strictness would answer and decline.
        outcomes: all items.
    """

    rows: tuple[Row, ...]
    total: Row
    conversations: Row
    misses: tuple[Outcome, ...]
    short: tuple[ShortRow, ...]
    calibration: Calibration
    levels: tuple[Level, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False, default=())


def evaluate(assistant: Assistant, items: Iterable[Item]) -> Report:
    """Ask every item and compute the figures.

    Calibration and levels cover the items with one question.
    """
    outcomes = tuple(_evaluate_item(assistant, item) for item in items)
    kinds = dict.fromkeys(outcome.item.kind for outcome in outcomes)
    rows = tuple(_build_row(kind, [o for o in outcomes if o.item.kind == kind]) for kind in kinds)
    single = [o for o in outcomes if o.item.is_answerable and len(o.item.turns) == 1]
    several = [o for o in outcomes if len(o.item.turns) > 1]
    misses = tuple(outcome for outcome in outcomes if _is_miss(outcome))
    judgements = [o.judgement for o in outcomes if len(o.item.turns) == 1]
    return Report(
        rows=rows,
        total=_build_row("all answerable", single),
        conversations=_build_row("all turns right", several),
        misses=misses,
        short=average_short_scores([(o.item.kind, o.short) for o in single if o.short]),
        calibration=calibration(
            [j.confidence / 100 for j in judgements], [j.right for j in judgements]
        ),
        levels=levels(judgements),
        outcomes=outcomes,
    )


def _evaluate_item(assistant: Assistant, item: Item) -> Outcome:
    threshold = assistant.workspace.settings.strictness.threshold
    answers = _ask_turns(assistant, item)
    displayed = [answer.answered and answer.confidence >= threshold for answer in answers]
    results = list(zip(item.turns, answers, displayed, strict=True))
    answerable = [result for result in results if result[0].is_answerable] or results
    turn, last, last_displayed = results[-1]
    return Outcome(
        item=item,
        answered=all(is_displayed for *_, is_displayed in answerable),
        right_answer=all(
            _is_right(turn, answer) if is_displayed else not turn.is_answerable
            for turn, answer, is_displayed in results
        ),
        right_source=all(_is_first_source_right(turn, answer) for turn, answer, _ in answerable),
        passage_found=all(_is_passage_found(turn, answer) for turn, answer, _ in answerable),
        shown=last.text if last_displayed else "",
        confidence=last.confidence,
        judgement=_judge(turn, last),
        short=score_short_answer(
            last.short.text if last_displayed and last.short else "", turn.answers
        ),
    )


def _judge(turn: Turn, answer: Answer) -> Judgement:
    return Judgement(
        confidence=answer.confidence,
        matched=answer.answered,
        right=_is_right(turn, answer) and _is_first_source_right(turn, answer),
        answerable=turn.is_answerable,
    )


def _ask_turns(assistant: Assistant, item: Item) -> list[Answer]:
    """Ask the turns of an item one after another, without storing them."""
    options = AskOptions(threshold=_ANSWER_ALL if len(item.turns) == 1 else None)
    turns: list[Answered] = []
    answers: list[Answer] = []
    for n, turn in enumerate(item.turns):
        reply = answer_after(assistant, turn.question, turns, options)
        turns.append(build_turn(turn.question, reply, asked_at=n))
        answers.append(reply.answer)
    return answers


def _is_right(turn: Turn, answer: Answer) -> bool:
    if not turn.is_answerable:
        return not answer.answered
    if turn.passage:
        return any(
            fold_without_spaces(quote.text) in fold_without_spaces(turn.passage)
            for quote in answer.quotes[:1]
        )
    if turn.required:
        shown = fold_without_spaces(answer.text)
        return all(fold_without_spaces(required) in shown for required in turn.required)
    shown = fold_without_spaces(answer.text[:SHOWN_CHARACTERS])
    return any(fold_without_spaces(accepted) in shown for accepted in turn.answers)


def _is_first_source_right(turn: Turn, answer: Answer) -> bool:
    return any(turn.comes_from(source.hit.article.source) for source in answer.sources[:1])


def _is_passage_found(turn: Turn, answer: Answer) -> bool:
    sources = [source.hit for source in answer.sources[:5]]
    texts = [
        fold_without_spaces(hit.text) for hit in sources if turn.comes_from(hit.article.source)
    ]
    if turn.passage:  # it may have been split differently
        passage = fold_without_spaces(turn.passage)
        return any(passage in text or text in passage for text in texts)
    return any(fold_without_spaces(accepted) in text for accepted in turn.answers for text in texts)


def _is_miss(outcome: Outcome) -> bool:
    if not outcome.item.is_answerable:
        return outcome.answered
    return not (outcome.right_answer and outcome.right_source and outcome.passage_found)


def _build_row(kind: str, outcomes: Sequence[Outcome]) -> Row:
    count = len(outcomes) or 1
    return Row(
        kind=kind,
        items=len(outcomes),
        answerable=sum(outcome.item.is_answerable for outcome in outcomes),
        answered=sum(outcome.answered for outcome in outcomes),
        answer_accuracy=sum(outcome.right_answer for outcome in outcomes) / count,
        source_at_1=sum(outcome.right_source for outcome in outcomes) / count,
        passage_at_5=sum(outcome.passage_found for outcome in outcomes) / count,
    )
