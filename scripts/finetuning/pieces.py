"""BM25 over the pieces of texts."""

import torch

from scripts.finetuning.token_set import Rows, TokenLists

_K1, _B = 1.2, 0.75


class PieceSearch:
    """Scores passages by the pieces that they share with questions."""

    def __init__(self, passages: TokenLists, vocabulary: int, device: torch.device) -> None:
        counts = _count(passages, vocabulary, device)
        found, values = counts.indices(), counts.values()
        lengths = torch.from_numpy(passages.lengths).to(device)[found[0]]
        norm = _K1 * (1 - _B + _B * lengths / float(passages.lengths.mean()))
        seen = torch.bincount(found[1], minlength=vocabulary)
        idf = torch.log(1 + (len(passages) - seen + 0.5) / (seen + 0.5))
        weights = idf[found[1]] * values * (_K1 + 1) / (values + norm)
        self._weights = torch.sparse_coo_tensor(
            found, weights, counts.shape, check_invariants=False
        )
        self._vocabulary, self._device = vocabulary, device

    def score(self, questions: TokenLists, rows: Rows) -> torch.Tensor:
        """Return BM25, ``(rows, passages)``."""
        ids, mask = (tensor.to(self._device) for tensor in questions.pad(rows))
        occurs = torch.zeros(len(rows), self._vocabulary, device=self._device)
        occurs.scatter_reduce_(1, ids, mask.float(), "amax")
        scores: torch.Tensor = torch.sparse.mm(self._weights, occurs.T)
        return scores.T


def _count(texts: TokenLists, vocabulary: int, device: torch.device) -> torch.Tensor:
    """Return how often each piece occurs in each text, sparse, ``(texts, vocabulary)``."""
    owners = torch.repeat_interleave(torch.from_numpy(texts.lengths))
    places = torch.stack([owners, torch.from_numpy(texts.values.astype("int64"))]).to(device)
    ones = torch.ones(places.shape[1], device=device)
    size = (len(texts), vocabulary)
    return torch.sparse_coo_tensor(places, ones, size, check_invariants=False).coalesce()
