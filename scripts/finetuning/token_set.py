"""A data set as tokens, in flat arrays: all that a training needs, in one file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

Rows = NDArray[np.int64]
_PADDING = 1
_TOGETHER = 32_768  # tokens that are encoded at once


@dataclass(frozen=True, slots=True)
class TokenLists:
    """The tokens of texts, one after the other.

    Attributes:
        values: of all texts, ``(total,)``.
        lengths: how many each has, ``(texts,)``.
    """

    values: NDArray[np.uint16]
    lengths: Rows

    def __len__(self) -> int:
        return len(self.lengths)

    def pad(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the ids of some texts and their mask, both ``(rows, longest)``."""
        lengths = self.lengths[rows]
        places = np.arange(lengths.max())
        mask = places < lengths[:, None]
        starts = (np.cumsum(self.lengths) - self.lengths)[rows]
        found = self.values[np.minimum(starts[:, None] + places, len(self.values) - 1)]
        ids = np.where(mask, found, _PADDING).astype(np.int64)
        return torch.from_numpy(ids), torch.from_numpy(mask)

    def group(self, rows: Rows) -> list[Rows]:
        """Return places in ``rows``, in groups of similar lengths that are encoded at once."""
        order = np.argsort(-self.lengths[rows], kind="stable")
        groups, start = [], 0
        while start < len(order):
            count = max(1, _TOGETHER // int(self.lengths[rows[order[start]]]))
            groups.append(order[start : start + count])
            start += count
        return groups


@dataclass(frozen=True, slots=True)
class TokenSet:
    """Questions and passages of a data set, with their prompts.

    Attributes:
        weight: how often its examples come, compared with those of other sets.
        skipped: nearest passages that are no hard negatives; negative: there are none at all.
        right: the passage that each question should find, ``(questions,)``.
        documents: the document of each passage, ``(passages,)``.
        siblings: rows ``(question, passage)``: passages of the right document that do not answer.
    """

    weight: float
    skipped: int
    questions: TokenLists
    passages: TokenLists
    right: Rows
    documents: Rows
    siblings: Rows

    def save(self, path: Path) -> None:
        """Write a file of numpy's format."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            weight=self.weight,
            skipped=self.skipped,
            questions=self.questions.values,
            question_lengths=self.questions.lengths,
            passages=self.passages.values,
            passage_lengths=self.passages.lengths,
            right=self.right,
            documents=self.documents,
            siblings=self.siblings,
        )

    @classmethod
    def load(cls, path: Path) -> "TokenSet":
        """Read a file that ``save`` wrote."""
        with np.load(path) as file:
            return cls(
                float(file["weight"]),
                int(file["skipped"]),
                TokenLists(file["questions"], file["question_lengths"]),
                TokenLists(file["passages"], file["passage_lengths"]),
                file["right"],
                file["documents"],
                file["siblings"],
            )
