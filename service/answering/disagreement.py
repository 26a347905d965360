"""What another article says instead: the same question, answered otherwise elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.text.normalize import fold_without_spaces
from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence
from service.answering.confidence_features import measure_confidence_features
from service.answering.evidence_ranking import RankedEvidence, extract_quote, extract_short_answer
from service.answers.answer import ShortAnswer
from service.answers.hits import Quote
from service.questions.question import QuestionKind

# Kinds whose answers can be held against each other.
_COMPARABLE = (QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.PERSON, QuestionKind.NAME)
# How much less sure than the best evidence another article may be, in points.
_MARGIN = 10
# Windows behind so many are no rivals of the best.
_RIVALS = 10


@dataclass(frozen=True, slots=True)
class Rival:
    """Evidence of another article, its quote, and the other words in it that answer."""

    ranked: RankedEvidence
    quote: Quote
    short: ShortAnswer


def find_rival(
    ranked: Sequence[RankedEvidence],
    short: ShortAnswer | None,
    threshold: int,
    segmenter: Segmenter,
) -> Rival | None:
    """Return the best evidence of another article that answers otherwise, and about as surely.

    Args:
        ranked: all evidence, best first; not empty.
        short: what the best evidence answers.
        threshold: the least confidence that is answered.
        segmenter: cuts the quotes into words.
    """
    best = ranked[0].evidence
    if short is None or best.query_terms.question.kind not in _COMPARABLE:
        return None
    quote = extract_quote(best)
    least = max(threshold, estimate_confidence(ranked) - _MARGIN)
    bound = measure_confidence_features(best).bound
    for one in _of_other_articles(ranked):
        if (
            estimate_confidence([one]) < least
            or measure_confidence_features(one.evidence).bound < bound
        ):
            continue
        other = extract_quote(one.evidence)
        answer = extract_short_answer(other, one.evidence.query_terms, segmenter)
        if answer and not (_holds(other, short) or _holds(quote, answer)):
            return Rival(one, other, answer)
    return None


def _of_other_articles(ranked: Sequence[RankedEvidence]) -> Iterator[RankedEvidence]:
    """Yield the best evidence of each article but the first one's; reprints are one article."""
    seen = {_story(ranked[0])}
    for one in ranked[:_RIVALS]:
        if _story(one) not in seen:
            seen.add(_story(one))
            yield one


def _story(ranked: RankedEvidence) -> str:
    hit = ranked.evidence.window.hit
    return hit.story or hit.article.id


def _holds(quote: Quote, short: ShortAnswer) -> bool:
    return fold_without_spaces(short.text) in fold_without_spaces(quote.text)
