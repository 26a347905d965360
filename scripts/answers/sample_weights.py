"""How much each kind of case counts."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.answers.cases import Origin
from scripts.answers.labelled_cases import Asked

# Of the questions that nothing answers: which share counts for which origin.
_UNANSWERABLE = {
    Origin.REMOVED: 0.15,
    Origin.FOREIGN: 0.15,
    Origin.KNOWN_NAME: 0.15,
    Origin.UNKNOWN_NAME: 0.15,
    Origin.ATTRIBUTE: 0.12,
    Origin.ASKED: 0.17,
    Origin.YEAR: 0.11,
}
# Weights are fitted with many unanswerable questions, so that what tells them is learned;
# probabilities are calibrated for a reader who mostly asks what the collection tells.
FITTED = 0.6
CALIBRATED = 0.8


def importance(asked: Sequence[Asked], answerable: float) -> NDArray[np.float64]:
    """Return ``(n,)`` weights of mean 1 under which the share ``answerable`` has an answer."""
    counts = Counter((one.case.origin, one.case.bench) for one in asked)
    benches = Counter(origin for origin, _ in counts)
    shares = {origin: (1 - answerable) * share for origin, share in _UNANSWERABLE.items()}
    shares[Origin.OWN] = answerable
    weights: NDArray[np.float64] = np.array(
        [
            shares[one.case.origin]
            / counts[one.case.origin, one.case.bench]
            / benches[one.case.origin]
            for one in asked
        ]
    )
    weights *= len(asked) / weights.sum()
    return weights
