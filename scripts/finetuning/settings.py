"""The settings of a training run."""

from dataclasses import dataclass

from scripts.finetuning.schedule import rate_at


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the data and the initial weights that determines the result.

    Attributes:
        steps: number of batches.
        batch: questions per step, of one data set; each has a right passage and a hard negative.
        learning_rate: AdamW's highest rate, of the uppermost layer.
        layer_decay: the rate of a layer as a share of that of the layer above it.
        warmup: steps in which the rate rises linearly; then it falls linearly to zero.
        temperature: divides the cosines.
        backward: weight of the loss from passages to questions.
        dropout: in all layers.
        seed: of the batches, the negatives and the dropout.
    """

    steps: int = 336
    batch: int = 1024
    learning_rate: float = 3e-5
    layer_decay: float = 0.95
    warmup: int = 17
    temperature: float = 0.02
    backward: float = 0.2
    dropout: float = 0.1
    seed: int = 20260101

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step; steps count from 0."""
        return rate_at(step, self.steps, self.warmup, self.learning_rate)
