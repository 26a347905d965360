"""Any sentence-transformers cross-encoder (Nogueira and Cho 2019, arXiv:1901.04085)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np

from embeddings.encoding.pretrained import CrossEncoder, load_cross_encoder
from embeddings.encoding.vectors import FloatVector


@dataclass(frozen=True, slots=True)
class TransformerReranker:
    """A cross-encoder.

    Attributes:
        name: the folder's name or the hub name.
        model: the loaded model.
        turn: locked while the model runs; a tokenizer raises if two threads set it up at once.
    """

    name: str
    model: CrossEncoder = field(repr=False)
    turn: Lock = field(repr=False, default_factory=Lock)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> "TransformerReranker":
        """Load a folder without touching the network, or a hub model by its name.

        Raises:
            EncoderError: there is no such folder or hub model, it cannot be read, or it is not
                a cross-encoder.
        """
        folder = Path(name_or_folder)
        name = folder.resolve().name if folder.is_dir() else str(name_or_folder)
        return cls(name, load_cross_encoder(name_or_folder))

    def scores(self, query: str, texts: Sequence[str]) -> FloatVector:
        """Return the logistic function of each pair's logit, ``(n,)``; NaN becomes 0.

        Some models' own activation is the identity; always applying ours makes scores comparable.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self.turn:
            outputs = self.model.predict(
                [(query, text) for text in texts], activation_fn=_identity, show_progress_bar=False
            )
        logits = np.nan_to_num(np.asarray(outputs, dtype=np.float64), nan=-np.inf)
        return (1 / (1 + np.exp(-np.clip(logits, -50, 50)))).astype(np.float32)


def _identity(logits: object) -> object:
    return logits
