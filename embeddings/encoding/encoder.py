"""What turns text into vectors, and how to get one: the shipped static model, or any other."""

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
        name: the folder's name or the hub name, for people.
        fingerprint: hex; two encoders with the same fingerprint give the same vectors.
        dimension: numbers in a vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    @property
    def dimension(self) -> int: ...  # noqa: D102

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; a text without a known word gives zeros."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; a text without a known word gives zeros."""
        ...


def load_encoder(name_or_folder: str | Path = DEFAULT_ENCODER) -> Encoder:
    """Load a static model's folder with numpy alone, anything else with sentence-transformers.

    A folder is never looked up on the network; a name that is no folder is a hub name.

    Raises:
        EncoderError: there is no such model, or it cannot be read.
    """
    folder = Path(name_or_folder)
    if is_plain_static(folder):
        return StaticEncoder.load(folder)
    check_given(name_or_folder, "encoder", "BAAI/bge-small-zh-v1.5")
    from embeddings.encoding.transformer_encoder import TransformerEncoder  # noqa: PLC0415 - takes 10 s

    return TransformerEncoder.load(name_or_folder)


def check_given(name_or_folder: str | Path, role: str, example: str) -> None:
    """Make sure that a model's folder is there or its hub name can be one, before torch is loaded.

    Raises:
        EncoderError: says what to give for the ``role``, with an ``example``.
    """
    folder = Path(name_or_folder)
    if not folder.is_dir() and not _HUB_NAME.fullmatch(str(name_or_folder)):
        raise EncoderError(
            f"no {role} folder at {folder}: give the folder of a sentence-transformers model"
            f" (the one with modules.json or config.json), or a hub name such as {example}"
        )


def is_plain_static(folder: Path) -> bool:
    """Tell whether ``folder`` holds a static embedding, at most normalised, without prompts."""
    try:
        modules = json.loads((folder / "modules.json").read_bytes())
        config = json.loads((folder / "config_sentence_transformers.json").read_bytes())
    except (OSError, ValueError):
        return False
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    prompted = any(config.get("prompts", {}).values())
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]) and not prompted
