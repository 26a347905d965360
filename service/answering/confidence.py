"""Estimate the confidence of an answer, and decide whether it is high enough."""

from collections.abc import Sequence

from service.answering.confidence_features import ConfidenceFeatures, measure_confidence_features
from service.answering.evidence_ranking import RankedEvidence
from service.answers.answer import Reason
from service.linear_model import LinearModel


def estimate_confidence(ranked: Sequence[RankedEvidence]) -> int:
    """Return the confidence, 0-100: of answers with confidence 70, about 70 in 100 are right."""
    return (
        round(100 * estimate_probability(measure_confidence_features(ranked[0].evidence)))
        if ranked
        else 0
    )


def estimate_probability(features: ConfidenceFeatures) -> float:
    """Return the probability that a window with these features contains the answer."""
    return _MODEL.probability(features)


def find_decline_reason(
    percent: int, ranked: Sequence[RankedEvidence], threshold: int
) -> Reason | None:
    """Return why to decline the question, or None to answer it."""
    if not ranked or ranked[0].evidence.features.context_bigrams == 0:
        return Reason.NO_MATCH
    return None if percent >= threshold else Reason.WEAK_MATCH


# Fitted by scripts/train_answers.py: a logistic model, 1 if the quote contains an accepted answer,
# on public Chinese reading comprehension data and near misses made from it.
_WEIGHTS = ConfidenceFeatures(
    bigrams=0.57,
    characters=0.95,
    context_bigrams=0.50,
    semantic=0.93,
    number=1.23,
    date=0.18,
    year=0.93,
    names=1.29,
    attributes=0.21,
    bound=2.40,
)
_INTERCEPT = -6.38
_MODEL = LinearModel(_WEIGHTS, _INTERCEPT)
