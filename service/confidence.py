"""How sure an answer is, and whether that is sure enough."""

import math
from collections.abc import Sequence

from service.answering import Judged
from service.nouns import Reason

THRESHOLD = 50


def confidence(judged: Sequence[Judged]) -> int:
    """Return 0-100: how likely the best evidence answers, by a logistic model over its features."""
    if not judged:
        return 0
    features = judged[0].evidence.features
    score = (
        -4.0
        + 4.0 * features.context_words
        + 2.0 * features.bigrams
        + 2.0 * features.semantic
        + 1.0 * features.form
    )
    return round(100 / (1 + math.exp(-score)))


def decline_reason(percent: int, judged: Sequence[Judged]) -> Reason | None:
    """Return why the answer is withheld, or None when it is given."""
    if not judged or judged[0].evidence.features.context_bigrams == 0:
        return Reason.NO_MATCH
    return None if percent >= THRESHOLD else Reason.WEAK_MATCH
