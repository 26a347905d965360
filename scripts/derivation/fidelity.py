"""How close the derived model's vectors are to the float model's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from scripts.derivation.vectors import Network, encode

LOWEST_MEAN = 0.99


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Cosines between the vectors that two networks make of the same texts.

    Attributes:
        mean: of their cosines.
        lowest: of their cosines.
    """

    mean: float
    lowest: float


def compare(
    network: Network, reference: Network, tokenizer: Tokenizer, texts: Sequence[str]
) -> Fidelity:
    """Return how close ``network`` is to ``reference`` on ``texts``."""
    vectors = [encode(each, tokenizer, texts) for each in (network, reference)]
    cosines = np.einsum("ij,ij->i", *vectors)
    return Fidelity(float(cosines.mean()), float(cosines.min()))
