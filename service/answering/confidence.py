"""How sure an answer is, and whether that is sure enough."""

from collections.abc import Sequence

from service.answering.confidence_features import ConfidenceFeatures, measure_confidence_features
from service.answering.evidence_ranking import RankedEvidence
from service.answers.answer import Reason
from service.linear_model import LinearModel


def estimate_confidence(ranked: Sequence[RankedEvidence]) -> int:
    """Return 0-100: of the answers given this number, about as many in 100 are right."""
    return (
        round(100 * estimate_probability(measure_confidence_features(ranked[0].evidence)))
        if ranked
        else 0
    )


def estimate_probability(signals: ConfidenceFeatures) -> float:
    """Return how likely a window of these signals holds the answer."""
    return _MODEL.probability(signals)


def find_decline_reason(
    percent: int, ranked: Sequence[RankedEvidence], threshold: int
) -> Reason | None:
    """Return why the answer is withheld, or None when it is given."""
    if not ranked or ranked[0].evidence.features.context_bigrams == 0:
        return Reason.NO_MATCH
    return None if percent >= threshold else Reason.WEAK_MATCH


# Fitted by scripts/train_answers.py: a logistic model, 1 when the quote holds an accepted answer,
# on public Chinese reading comprehension and on near misses made from it.
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
