"""How much each kind of case counts in the fit and in its figures."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.answers.cases import Origin
from scripts.answers.labelled_cases import LabelledCase

# Each origin's share of the questions without an answer.
_UNANSWERABLE = {
    Origin.REMOVED: 0.15,
    Origin.FOREIGN: 0.15,
    Origin.KNOWN_NAME: 0.15,
    Origin.UNKNOWN_NAME: 0.15,
    Origin.ATTRIBUTE: 0.12,
    Origin.ASKED: 0.17,
    Origin.YEAR: 0.11,
}
# The weights are fitted with many unanswerable questions, so that they learn to tell them apart;
# the probabilities are calibrated for readers who mostly ask what the collection does answer.
ANSWERABLE_WHEN_FITTING = 0.6
ANSWERABLE_WHEN_CALIBRATING = 0.8


def sample_weights(labelled: Sequence[LabelledCase], answerable: float) -> NDArray[np.float64]:
    """Return ``(n,)`` weights of mean 1 under which a share ``answerable`` has an answer."""
    counts = Counter((one.case.origin, one.case.bench) for one in labelled)
    benches = Counter(origin for origin, _ in counts)
    shares = {origin: (1 - answerable) * share for origin, share in _UNANSWERABLE.items()}
    shares[Origin.OWN] = answerable
    weights: NDArray[np.float64] = np.array(
        [
            shares[one.case.origin]
            / counts[one.case.origin, one.case.bench]
            / benches[one.case.origin]
            for one in labelled
        ]
    )
    weights *= len(labelled) / weights.sum()
    return weights
