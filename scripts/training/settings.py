"""The input of a training run: the settings and the tokenised pairs."""

from dataclasses import dataclass

from scripts.training.tokens import Rows, TokenTexts


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the data that determines the result.

    Attributes:
        vocabulary: number of tokens, including the unknown one.
        dimension: of the vectors.
        epochs: passes over the pairs.
        batch: pairs per step; each is a negative for the others.
        learning_rate: Adam's initial rate; it falls linearly to zero.
        temperature: divides the cosines.
        longest: tokens of a text that are used in a step.
        apart: share of the pairs whose negatives all come from their own data set.
        hidden: share of the words that both sides have which is removed from the second, so that
            other words must connect them: matching equal words is the lexical index's job.
        seed: of the initial vectors, the order of the pairs and the cuts of long texts.
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
    """The tokenised pairs.

    Attributes:
        a: the first sides.
        b: the second sides.
        sources: the data set of each pair, ``(pairs,)``.
        same_a: a number for each first side, the same for equal texts, ``(pairs,)``.
        same_b: a number for each second side, the same for equal texts, ``(pairs,)``.
    """

    a: TokenTexts
    b: TokenTexts
    sources: Rows
    same_a: Rows
    same_b: Rows
