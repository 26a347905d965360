"""What a training is made of: the settings and the pairs as tokens."""

from dataclasses import dataclass

from scripts.training.tokens import Rows, TokenTexts


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result, besides the data.

    Attributes:
        vocabulary: tokens, the unknown one among them.
        dimension: numbers in a vector.
        epochs: passes over the pairs.
        batch: pairs in a step; each is a negative for all others.
        learning_rate: Adam's at the start; it falls linearly to zero.
        temperature: what cosines are divided by.
        longest: tokens of a text that are looked at in a step.
        apart: share of the pairs whose negatives all come from their own data set.
        hidden: share of the shared words that is taken out of the second side, so that other words
            have to tell what belongs together: finding equal words is the lexical index's work.
        seed: of the first vectors, the order of the pairs and the cuts of long texts.
    """

    vocabulary: int = 36_000
    dimension: int = 256
    epochs: int = 6
    batch: int = 2048
    learning_rate: float = 5e-3
    temperature: float = 0.05
    longest: int = 100
    apart: float = 0.9
    hidden: float = 0.3
    seed: int = 20260101


@dataclass(frozen=True, slots=True)
class Examples:
    """The pairs as tokens.

    Attributes:
        a: the first sides.
        b: the second sides.
        sources: the data set of each pair, ``(pairs,)``.
        same_a: equal numbers for equal first sides, ``(pairs,)``.
        same_b: equal numbers for equal second sides, ``(pairs,)``.
    """

    a: TokenTexts
    b: TokenTexts
    sources: Rows
    same_a: Rows
    same_b: Rows
