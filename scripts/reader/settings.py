"""The settings of a training run."""

from dataclasses import dataclass

from scripts.finetuning.schedule import rate_at


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the data and the initial weights that determines the result.

    Attributes:
        layers: how many of the encoder's layers are kept, from the bottom.
        steps: number of batches.
        batch: questions per step; each is read with a few passages.
        together: examples that are computed at once.
        learning_rate: AdamW's highest rate.
        warmup: steps in which the rate rises linearly; then it falls linearly to zero.
        decay: AdamW's weight decay.
        dropout: of hidden states.
        longest: tokens of question and passage together; the rest of the passage is cut off.
        near_miss: probability that a question is also asked with a name or a year exchanged.
        silent: passages that do not answer a question, drawn in a step.
        answer_weight: weight of the loss of "does this passage answer"; that of the span has 1.
        inside_weight: weight of the loss of "is this token part of an answer".
        taught: share of the loss that comes from the teachers, if there are any.
        seed: of the order, the passages and the dropout.
    """

    layers: int = 8
    steps: int = 2500
    batch: int = 12
    together: int = 8
    learning_rate: float = 1.5e-4
    warmup: int = 150
    decay: float = 0.01
    dropout: float = 0.0
    longest: int = 320
    near_miss: float = 0.2
    silent: int = 1
    answer_weight: float = 1.0
    inside_weight: float = 0.5
    taught: float = 0.7
    seed: int = 20260101

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step; steps count from 0."""
        return rate_at(step, self.steps, self.warmup, self.learning_rate)
