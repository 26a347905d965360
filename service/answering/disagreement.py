"""Find an article that answers the same question differently."""

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

# Kinds whose answers can be compared.
_COMPARABLE = (QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.PERSON, QuestionKind.NAME)
# How much less confident than the best evidence a rival may be, in points.
_MARGIN = 10
# How many of the best windows are considered as rivals.
_RIVALS = 10


@dataclass(frozen=True, slots=True)
class Rival:
    """Evidence of another article, its quote, and its different short answer."""

    ranked: RankedEvidence
    quote: Quote
    short: ShortAnswer


def find_rival(
    ranked: Sequence[RankedEvidence],
    short: ShortAnswer | None,
    threshold: int,
    segmenter: Segmenter,
) -> Rival | None:
    """Return the best evidence of another article with a different answer of similar confidence.

    Args:
        ranked: all evidence, best first; not empty.
        short: the short answer of the best evidence.
        threshold: the lowest confidence at which to answer.
        segmenter: splits the quotes into words.
    """
    best = ranked[0].evidence
    if short is None or best.query_terms.question.kind not in _COMPARABLE:
        return None
    quote = extract_quote(best)
    least = max(threshold, estimate_confidence(ranked) - _MARGIN)
    bound = measure_confidence_features(best).bound
    for candidate in _select_other_articles(ranked):
        if (
            estimate_confidence([candidate]) < least
            or measure_confidence_features(candidate.evidence).bound < bound
        ):
            continue
        other = extract_quote(candidate.evidence)
        answer = extract_short_answer(other, candidate.evidence.query_terms, segmenter)
        if answer and not (_contains(other, short) or _contains(quote, answer)):
            return Rival(candidate, other, answer)
    return None


def _select_other_articles(ranked: Sequence[RankedEvidence]) -> Iterator[RankedEvidence]:
    """Yield the best evidence of each article except the first's; reprints count as one."""
    seen = {_get_story(ranked[0])}
    for candidate in ranked[:_RIVALS]:
        story = _get_story(candidate)
        if story not in seen:
            seen.add(story)
            yield candidate


def _get_story(ranked: RankedEvidence) -> str:
    hit = ranked.evidence.window.hit
    return hit.story or hit.article.id


def _contains(quote: Quote, short: ShortAnswer) -> bool:
    return fold_without_spaces(short.text) in fold_without_spaces(quote.text)
