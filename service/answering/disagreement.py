"""Find an article that answers the same question differently."""

from collections.abc import Iterator, Sequence

from embeddings.text.normalize import fold_without_spaces
from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence
from service.answering.named_subject import measure_names
from service.answers.answer import ShortAnswer
from service.answers.hits import Quote
from service.locating.locate import locate_answer
from service.locating.located_answer import LocatedAnswer
from service.locating.read_hits import ReadHit
from service.questions.question import Question, QuestionKind
from service.short_answers.agreement import measure_event

# Kinds whose answers can be compared.
_COMPARABLE = (QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.PERSON, QuestionKind.PLACE)
# How sure an answer must be to contradict another, 0-100.
_LEAST = 50


def find_rival(
    located: LocatedAnswer,
    question: Question,
    read: Sequence[ReadHit],
    segmenter: Segmenter,
    threshold: int,
) -> LocatedAnswer | None:
    """Return the best other answer of the same form about the same names, if it differs.

    Args:
        located: the best answer.
        question: the question.
        read: the passages that were read, best first.
        segmenter: splits the passages into words.
        threshold: the lowest confidence at which to answer.
    """
    short = located.pick_short(1)
    if short is None or question.kind not in _COMPARABLE:
        return None
    for other in _select_other_articles(located, read):
        rival = locate_answer(other, question, segmenter)
        answer = rival.pick_short(2)
        is_sure = estimate_confidence(rival, question, [other]) >= max(_LEAST, threshold)
        is_same_subject = measure_names(question, other.article) == 1
        if not _is_of_same(rival, located, question):
            continue
        if answer and is_sure and is_same_subject and _differ(located, short, rival, answer):
            return rival
    return None


def _select_other_articles(located: LocatedAnswer, read: Sequence[ReadHit]) -> Iterator[ReadHit]:
    """Yield the best passage of each other article; reprints count as one."""
    seen = {located.read.story}
    for one in read:
        if one.story not in seen:
            seen.add(one.story)
            yield one


def _is_of_same(rival: LocatedAnswer, best: LocatedAnswer, question: Question) -> bool:
    """Return whether another answer is no mere plan of the same, nor the date of another event."""
    if rival.tells_plan(question.kind) and not best.tells_plan(question.kind):
        return False
    return question.kind is not QuestionKind.DATE or tells_as_much(rival, best, question)


def tells_as_much(one: LocatedAnswer, best: LocatedAnswer, question: Question) -> bool:
    """Return whether the clause of a date tells as much of what happened as that of the best."""
    first, second = (
        measure_event(each.read.article.text, each.words, question) for each in (one, best)
    )
    return first >= second


def _differ(
    first: LocatedAnswer, short: ShortAnswer, second: LocatedAnswer, other: ShortAnswer
) -> bool:
    return not (_contains(second.quote, short) or _contains(first.quote, other))


def _contains(quote: Quote, short: ShortAnswer) -> bool:
    return fold_without_spaces(short.text) in fold_without_spaces(quote.text)
