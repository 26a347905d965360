"""Questions and passages as tokens, in flat arrays: all that a training needs, in one file."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.uint16]
Rows = NDArray[np.int32]
UNKNOWN = -1
"""The place of an answer that is somewhere in its passage."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Arrays of different lengths, one after the other.

    Attributes:
        values: of all of them, ``(total, …)``.
        offsets: where each begins, and where the last one ends, ``(arrays + 1,)``.
    """

    values: NDArray[Any]
    offsets: NDArray[np.int64]

    @classmethod
    def join(cls, arrays: list[NDArray[Any]]) -> "Ragged":
        """Return the arrays as one; there must be one at least."""
        lengths = [len(array) for array in arrays]
        return cls(np.concatenate(arrays), np.concatenate([[0], np.cumsum(lengths)]))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        return self.values[self.offsets[row] : self.offsets[row + 1]]


@dataclass(frozen=True, slots=True)
class TokenSet:
    """A data set of questions on passages.

    Attributes:
        share: of the questions of a training that are drawn from it.
        passages: tokens of each passage's context and text.
        skipped: how many of them belong to the context, ``(passages,)``.
        shortened: whether the product would cut it longer, ``(passages,)``.
        questions: tokens of each question, and after these of each that was changed.
        answers: for each question, a row ``(passage, first, last)`` for each place of an answer;
            first and last are tokens of the passage, or ``UNKNOWN``.
        own: for each question, silent passages of its document, those with most of its words first.
        others: the same of other documents.
        changed: for each question, rows of ``questions`` that are near misses of it.
    """

    share: float
    passages: Ragged
    skipped: Rows
    shortened: NDArray[np.bool_]
    questions: Ragged
    answers: Ragged
    own: Ragged
    others: Ragged
    changed: Ragged

    def __len__(self) -> int:
        return len(self.answers)

    def save(self, path: Path) -> None:
        """Write a file of numpy's format."""
        arrays: dict[str, NDArray[Any]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Ragged):
                arrays |= {field.name: value.values, f"{field.name}_offsets": value.offsets}
            else:
                arrays[field.name] = np.asarray(value)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **cast("dict[str, Any]", arrays))

    @classmethod
    def load(cls, path: Path) -> "TokenSet":
        """Read a file that ``save`` wrote."""
        with np.load(path) as file:
            arrays = dict(file)
        values: dict[str, Any] = {}
        for field in fields(cls):
            value, offsets = arrays[field.name], arrays.get(f"{field.name}_offsets")
            values[field.name] = value if offsets is None else Ragged(value, offsets)
        return cls(**{**values, "share": float(values["share"])})
