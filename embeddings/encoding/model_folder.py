"""The bundled encoders, and what kind of model a folder contains: no library is loaded for that."""

import json
import re
from pathlib import Path

from embeddings.errors import EncoderError

_MODELS = Path(__file__).parents[1] / "models"
STATIC_ENCODER = _MODELS / "wenbao-static-zh"
"""The fast one, without context: a new article is found by it at once."""
TRANSFORMER = _MODELS / "wenbao-e5-zh"
"""The slow one, which reads a text as a whole: its vectors are added in the background."""

ONNX_GRAPH = Path("onnx", "model.onnx")
"""Where sentence-transformers keeps the graph of an exported model."""

_POOLING = "pooling_mode_"
_HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")


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


def is_mean_pooled_graph(folder: Path) -> bool:
    """Return whether ``folder`` has an ONNX graph whose hidden states are averaged."""
    try:
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_bytes())
    except (OSError, ValueError):
        return False
    modes = {key for key, value in pooling.items() if key.startswith(_POOLING) and value}
    return (folder / ONNX_GRAPH).is_file() and (
        pooling.get("pooling_mode") == "mean" or modes == {_POOLING + "mean_tokens"}
    )
