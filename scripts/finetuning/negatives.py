"""Hard negatives: passages near a question that do not answer it."""

from dataclasses import dataclass

import numpy as np
import torch

from scripts.finetuning.model import TextEncoder
from scripts.finetuning.pieces import PieceSearch
from scripts.finetuning.token_set import Rows, TokenSet

_MINED = 12  # by vectors, and as many by words
_SAME = 0.96  # cosine from which two passages say the same
_MARGIN = 0.02  # a cosine that much above the right passage's: the passage answers, too
_TOGETHER = 512
_SIBLINGS = 0.3  # probability that a negative comes from the right passage's article


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the encoder as it was before the training thinks of a data set.

    Attributes:
        questions: their vectors, ``(questions, dimension)``.
        passages: their vectors, ``(passages, dimension)``.
        documents: the document of each passage, ``(passages,)``.
        hard: hard negatives of each question, ``(questions, 0…24)``; -1 where there are fewer.
    """

    questions: torch.Tensor
    passages: torch.Tensor
    documents: torch.Tensor
    hard: Rows

    @classmethod
    def find(cls, data: TokenSet, encoder: TextEncoder) -> "Neighbours":
        """Encode the data and look for hard negatives: by vectors, and by BM25 over pieces."""
        questions, passages = (encoder.encode_all(one) for one in (data.questions, data.passages))
        documents = torch.from_numpy(data.documents).to(encoder.device)
        found = cls(questions, passages, documents, np.zeros((len(questions), 0), np.int64))
        if data.skipped < 0:
            return found
        search = PieceSearch(data.passages, encoder.bert.config.vocab_size, encoder.device)
        parts = []
        for start in range(0, len(questions), _TOGETHER):
            rows = np.arange(start, min(start + _TOGETHER, len(questions)))
            wrong = found.find_right(rows, data.right[rows], np.arange(len(passages)))
            scores = found.compare(rows), search.score(data.questions, rows)
            parts.append(torch.cat([_choose(one, wrong, data.skipped) for one in scores], dim=1))
        return cls(questions, passages, documents, torch.cat(parts).cpu().numpy())

    def compare(self, questions: Rows) -> torch.Tensor:
        """Return the cosines of some questions and all passages."""
        return self.questions[self._on_device(questions)] @ self.passages.T

    def find_right(self, questions: Rows, right: Rows, passages: Rows) -> torch.Tensor:
        """Return for each question whether each passage may answer it, ``(questions, passages)``.

        It is of the right passage's document, or says the same, or is nearer to the question.
        """
        asked, own, others = (self._on_device(rows) for rows in (questions, right, passages))
        same = self.passages[own] @ self.passages[others].T > _SAME
        nearness = (self.questions[asked] * self.passages[own]).sum(dim=1, keepdim=True)
        nearer = self.questions[asked] @ self.passages[others].T > nearness + _MARGIN
        return (self.documents[own][:, None] == self.documents[others]) | same | nearer

    def _on_device(self, rows: Rows) -> torch.Tensor:
        return torch.from_numpy(rows).to(self.passages.device)


def draw_negatives(hard: Rows, siblings: list[Rows], rng: np.random.Generator) -> Rows:
    """Return a random negative of each question that has any: a sibling, or a hard one."""
    drawn = []
    for mined, near in zip(hard, siblings, strict=True):
        found = mined[mined >= 0]
        if len(near) and (not len(found) or rng.random() < _SIBLINGS):
            found = near
        if len(found):
            drawn.append(rng.choice(found))
    return np.array(drawn, np.int64)


def _choose(scores: torch.Tensor, wrong: torch.Tensor, skipped: int) -> torch.Tensor:
    """Return the best passages without the very best, ``(questions, up to 12)``; -1: none left."""
    depth = min(skipped + _MINED, scores.shape[1])
    best = scores.masked_fill(wrong, -torch.inf).topk(depth, dim=1)
    return torch.where(best.values > 0, best.indices, -1)[:, skipped:]
