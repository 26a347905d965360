"""Encoders turn texts into vectors: the bundled static model, or any other."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from embeddings.encoding.static_encoder import StaticEncoder
from embeddings.encoding.vectors import FloatMatrix
from embeddings.errors import EncoderError

DEFAULT_ENCODER = Path(__file__).parents[1] / "models" / "wenbao-static-zh"

_HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")


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


def load_encoder(name_or_folder: str | Path = DEFAULT_ENCODER) -> Encoder:
    """Load a static model's folder with numpy alone, anything else with sentence-transformers.

    A folder never causes network access; a name that is not a folder is a hub name.

    Raises:
        EncoderError: there is no such model, or it cannot be read.
    """
    folder = Path(name_or_folder)
    if is_plain_static(folder):
        return StaticEncoder.load(folder)
    check_model_exists(name_or_folder, "encoder", "BAAI/bge-small-zh-v1.5")
    from embeddings.encoding.transformer_encoder import TransformerEncoder  # noqa: PLC0415 - takes 10 s

    return TransformerEncoder.load(name_or_folder)


def check_model_exists(name_or_folder: str | Path, role: str, example: str) -> None:
    """Check that a model's folder exists or its hub name is well-formed, before torch is loaded.

    Raises:
        EncoderError: says what the ``role`` requires, with an ``example``.
    """
    folder = Path(name_or_folder)
    if not folder.is_dir() and not _HUB_NAME.fullmatch(str(name_or_folder)):
        raise EncoderError(
            f"no {role} folder at {folder}: name the folder of a sentence-transformers model"
            f" (it contains modules.json or config.json), or a hub model such as {example}"
        )


def is_plain_static(folder: Path) -> bool:
    """Return whether ``folder`` has a static embedding, optionally normalised, without prompts."""
    try:
        modules = json.loads((folder / "modules.json").read_bytes())
        config = json.loads((folder / "config_sentence_transformers.json").read_bytes())
    except (OSError, ValueError):
        return False
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    prompted = any(config.get("prompts", {}).values())
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]) and not prompted
