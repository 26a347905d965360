"""What another article says instead: the same question, answered otherwise elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.text.normalize import squeeze
from embeddings.text.terms import Segmenter
from service.answering.confidence import confidence
from service.answering.confidence_features import read_signals
from service.answering.evidence_ranking import Judged, quote_of, short_answer_of
from service.answers.answer import ShortAnswer
from service.answers.hits import Quote
from service.questions.question import Kind

# Kinds whose answers can be held against each other.
_COMPARABLE = (Kind.NUMBER, Kind.DATE, Kind.PERSON, Kind.NAME)
# How much less sure than the best evidence another article may be, in points.
_MARGIN = 10
# Windows behind so many are no rivals of the best.
_RIVALS = 10


@dataclass(frozen=True, slots=True)
class Rival:
    """Evidence of another article, its quote, and the other words in it that answer."""

    judged: Judged
    quote: Quote
    short: ShortAnswer


def find_rival(
    judged: Sequence[Judged], short: ShortAnswer | None, threshold: int, segmenter: Segmenter
) -> Rival | None:
    """Return the best evidence of another article that answers otherwise, and about as surely.

    Args:
        judged: all evidence, best first; not empty.
        short: what the best evidence answers.
        threshold: the least confidence that is answered.
        segmenter: cuts the quotes into words.
    """
    best = judged[0].evidence
    if short is None or best.probe.question.kind not in _COMPARABLE:
        return None
    quote = quote_of(best)
    least = max(threshold, confidence(judged) - _MARGIN)
    bound = read_signals(best).bound
    for one in _of_other_articles(judged):
        if confidence([one]) < least or read_signals(one.evidence).bound < bound:
            continue
        other = quote_of(one.evidence)
        answer = short_answer_of(other, one.evidence.probe, segmenter)
        if answer and not (_holds(other, short) or _holds(quote, answer)):
            return Rival(one, other, answer)
    return None


def _of_other_articles(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Yield the best evidence of each article but the first one's; reprints are one article."""
    seen = {_story(judged[0])}
    for one in judged[:_RIVALS]:
        if _story(one) not in seen:
            seen.add(_story(one))
            yield one


def _story(judged: Judged) -> str:
    hit = judged.evidence.window.hit
    return hit.story or hit.article.id


def _holds(quote: Quote, short: ShortAnswer) -> bool:
    return squeeze(short.text) in squeeze(quote.text)
