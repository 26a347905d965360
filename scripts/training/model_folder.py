"""The trained model as a folder that plain ``SentenceTransformer(folder)`` loads."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_PREFIX = "sentence_transformers.sentence_transformer.modules"
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": f"{_PREFIX}.static_embedding.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{_PREFIX}.normalize.Normalize"},
]
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write_model(folder: Path, tokenizer: Tokenizer, weights: NDArray[np.floating]) -> None:
    """Write tokenizer, token vectors ``(tokens, dimension)`` and the module list to ``folder``.

    float16 vectors halve the size; sentence-transformers then computes in float16 as well, unless
    the model is converted with ``SentenceTransformer(folder).float()``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": np.ascontiguousarray(weights)}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it readable by its owner only
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
