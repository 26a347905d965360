"""The settings of a training run."""

from dataclasses import dataclass

from scripts.finetuning.schedule import rate_at


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the data and the initial weights that determines the result.

    Attributes:
        steps: number of batches.
        batch: questions per step; each has a right passage and at most one hard negative.
        learning_rate: AdamW's highest rate.
        warmup: steps in which the rate rises linearly; then it falls linearly to zero.
        temperature: divides the cosines.
        query_tokens: longest question, including the special tokens; the rest is cut off.
        passage_tokens: the same for passages.
        same_article: probability that a hard negative comes from the right passage's article,
            where there is a suitable one.
        dropout: in all layers. Drawing its random numbers takes a third of the time.
        seed: of the examples, the batches and the negatives.
    """

    steps: int = 400
    batch: int = 32
    learning_rate: float = 2e-5
    warmup: int = 50
    temperature: float = 0.02
    query_tokens: int = 48
    passage_tokens: int = 128
    same_article: float = 0.3
    dropout: float = 0.0
    seed: int = 20260101

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step; steps count from 0."""
        return rate_at(step, self.steps, self.warmup, self.learning_rate)
