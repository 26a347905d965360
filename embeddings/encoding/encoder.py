"""Encoders turn texts into vectors: the two bundled models, or any other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from embeddings.encoding.model_folder import (
    STATIC_ENCODER,
    check_model_exists,
    is_mean_pooled_graph,
    is_plain_static,
)
from embeddings.encoding.static_encoder import StaticEncoder
from embeddings.encoding.vectors import FloatMatrix


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity.

    Attributes:
        name: the folder's name or the hub name, for display.
        fingerprint: hex; encoders with the same fingerprint produce the same vectors.
        dimension: length of a vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    @property
    def dimension(self) -> int: ...  # noqa: D102

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; all zeros for a text without a known word."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; all zeros for a text without a known word."""
        ...


def load_encoder(name_or_folder: str | Path = STATIC_ENCODER) -> Encoder:
    """Load a static model with numpy, an ONNX graph with onnxruntime, others with torch.

    A folder never causes network access; a name that is not a folder is a hub name.

    Raises:
        EncoderError: there is no such model, or it cannot be read.
    """
    folder = Path(name_or_folder)
    if is_plain_static(folder):
        return StaticEncoder.load(folder)
    if is_mean_pooled_graph(folder):
        from embeddings.encoding.onnx_encoder import OnnxEncoder  # noqa: PLC0415 - takes 0.2 s

        return OnnxEncoder.load(folder)
    check_model_exists(name_or_folder, "encoder", "BAAI/bge-small-zh-v1.5")
    from embeddings.encoding.transformer_encoder import TransformerEncoder  # noqa: PLC0415 - takes 10 s

    return TransformerEncoder.load(name_or_folder)
