"""Examples as padded tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch

from scripts.reader.sampling import Example
from scripts.reader.token_set import Tokens

_PADDING, _BEGIN, _END = 1, 0, 2
_LONGEST_QUESTION = 64  # tokens


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded examples; all tensors are ``(examples, tokens)`` except the last two.

    Attributes:
        ids: of the tokens.
        mask: 1 for tokens, 0 for padding.
        text: whether a token belongs to the passage's own text.
        starts: whether the first answer begins there.
        ends: whether the last one ends there.
        inside: whether it is part of one.
        answered: whether the passage answers, ``(examples,)``.
        located: whether it does, and it is known where, ``(examples,)``.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    text: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    inside: torch.Tensor
    answered: torch.Tensor
    located: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return it on a device."""
        return Batch(
            *(getattr(self, field.name).to(device, non_blocking=True) for field in fields(self))
        )


def split(examples: Sequence[Example], together: int, longest: int) -> list[Batch]:
    """Return batches of up to ``together`` examples of similar length, of ``longest`` tokens."""
    order = sorted(examples, key=lambda one: len(one.question) + len(one.passage))
    return [
        pad(order[start : start + together], longest) for start in range(0, len(order), together)
    ]


def pad(examples: Sequence[Example], longest: int) -> Batch:
    """Return one batch; what is longer than ``longest`` tokens is cut off."""
    texts = [_join(one, longest) for one in examples]
    size = (len(examples), max(len(text) for text in texts))
    ids = np.full(size, _PADDING, dtype=np.int64)
    mask = np.zeros(size, dtype=np.int64)
    text, starts, ends, inside = (np.zeros(size, dtype=bool) for _ in range(4))
    located = np.zeros(len(examples), dtype=bool)
    for row, (example, tokens) in enumerate(zip(examples, texts, strict=True)):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
        first = locate_text(example)
        text[row, first : len(tokens) - 1] = True
        for start, end in example.places:
            if start >= 0 and first + end < len(tokens) - 1:
                inside[row, first + start : first + end + 1] = True
        found = np.flatnonzero(inside[row])
        if len(found):
            located[row] = starts[row, found[0]] = ends[row, found[-1]] = True
    answered = np.array([len(one.places) > 0 for one in examples])
    arrays = (ids, mask, text, starts, ends, inside, answered, located)
    return Batch(*(torch.from_numpy(array) for array in arrays))


def locate_text(example: Example) -> int:
    """Return how many tokens of the joined texts come before the passage's own text."""
    return 2 + min(len(example.question), _LONGEST_QUESTION) + example.skipped


def _join(example: Example, longest: int) -> Tokens:
    question = example.question[:_LONGEST_QUESTION]
    passage = example.passage[: longest - len(question) - 3]
    return np.concatenate([[_BEGIN], question, [_END], passage, [_END]])
