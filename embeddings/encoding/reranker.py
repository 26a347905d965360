"""What reads a question and a passage together, and how to get one. There is none by default."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from embeddings.encoding.encoder import check_given
from embeddings.encoding.vectors import FloatVector


class Reranker(Protocol):
    """Tells how well a passage answers a question.

    Attributes:
        name: the folder's name or the hub name, for people.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    def scores(self, query: str, texts: Sequence[str]) -> FloatVector:
        """Return a score in 0..1 for each text, ``(n,)``; higher is better."""
        ...


def load_reranker(name_or_folder: str | Path) -> Reranker:
    """Load a cross-encoder with sentence-transformers.

    A folder is never looked up on the network; a name that is no folder is a hub name.

    Raises:
        EncoderError: there is no such model, it cannot be read, or it is no cross-encoder.
    """
    check_given(name_or_folder, "reranker", "BAAI/bge-reranker-base")
    from embeddings.encoding.transformer_reranker import TransformerReranker  # noqa: PLC0415 - takes 10 s

    return TransformerReranker.load(name_or_folder)
