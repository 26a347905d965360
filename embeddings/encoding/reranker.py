"""Rerankers read a question and a passage together. None is loaded by default."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from embeddings.encoding.model_folder import check_model_exists
from embeddings.encoding.vectors import FloatVector


class Reranker(Protocol):
    """Scores how well a passage answers a question.

    Attributes:
        name: the folder's name or the hub name, for display.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    def scores(self, query: str, texts: Sequence[str]) -> FloatVector:
        """Return a score in 0..1 for each text, ``(n,)``; higher is better."""
        ...


def load_reranker(name_or_folder: str | Path) -> Reranker:
    """Load a cross-encoder with sentence-transformers.

    A folder never causes network access; a name that is not a folder is a hub name.

    Raises:
        EncoderError: there is no such model, it cannot be read, or it is not a cross-encoder.
    """
    check_model_exists(name_or_folder, "reranker", "BAAI/bge-reranker-base")
    from embeddings.encoding.transformer_reranker import TransformerReranker  # noqa: PLC0415 - takes 10 s

    return TransformerReranker.load(name_or_folder)
