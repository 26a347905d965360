"""An encoder that is a transformer exported to ONNX.

A text's vector is the mean of its tokens' last hidden states (Reimers and Gurevych 2019,
arXiv:1908.10084), scaled to unit length.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.model_folder import ONNX_GRAPH
from embeddings.encoding.onnx_session import InferenceSession, start_session
from embeddings.encoding.prompts import choose_prompts
from embeddings.encoding.tokenizer import Tokenizer, load_tokenizer
from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.errors import EncoderError

_PROMPTS, _LIMITS = "config_sentence_transformers.json", "sentence_bert_config.json"
_READ = ("tokenizer.json", _PROMPTS, _LIMITS)  # they determine the vectors, like the graph
_LONGEST = 512  # tokens
_REASON_CHARACTERS = 200  # onnxruntime appends signatures and paths of its own source


@dataclass(frozen=True, slots=True, weakref_slot=True)
class OnnxEncoder:
    """A transformer's graph and its tokenizer. Safe to use from many threads at once.

    Attributes:
        name: the folder's name.
        fingerprint: hex, computed from graph, weights, tokenizer, prompts and longest input.
        dimension: length of a vector.
        query_prompt: prepended to every question.
        passage_prompt: prepended to every passage.
        tokenizer: turns a text into token ids.
        session: runs the graph in the thread that calls it.
    """

    name: str
    fingerprint: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    tokenizer: Tokenizer = field(repr=False)
    session: InferenceSession = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "OnnxEncoder":
        """Read a sentence-transformers folder with a graph; its weights are memory-mapped.

        A model of the same name and content that is in use already is returned as it is.

        Raises:
            EncoderError: a file is missing or broken.
        """
        try:
            name, fingerprint = folder.resolve().name, _compute_fingerprint(folder)
            if loaded := _loaded.get((name, fingerprint)):
                return loaded
            config = _read_json(folder / _PROMPTS)
            query, passage = choose_prompts(config.get("prompts", {}), name)
            dimension = int(_read_json(folder / "config.json")["hidden_size"])
            tokenizer = _load_truncating_tokenizer(folder)
            session = start_session(folder / ONNX_GRAPH)
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception
            reason = " ".join(str(error).split())[:_REASON_CHARACTERS]
            raise EncoderError(
                f"the model in {folder} cannot be read ({reason}); it needs {ONNX_GRAPH} with its"
                " weights, config.json, config_sentence_transformers.json and tokenizer.json:"
                " copy the whole folder again"
            ) from error
        encoder = cls(name, fingerprint, dimension, query, passage, tokenizer, session)
        _loaded[name, fingerprint] = encoder
        return encoder

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``."""
        return self._encode([self.passage_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``."""
        return self._encode([self.query_prompt + text for text in texts])

    @property
    def _has_token_types(self) -> bool:
        """Whether the graph asks which of two texts each token belongs to."""
        return any(one.name == "token_type_ids" for one in self.session.get_inputs())

    def _encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Encode each text by itself.

        A batch is hardly faster in one thread, wastes time on padding, and 8-bit weights go with
        activations that are quantised by their range in the whole batch, so that a text's vector
        would depend on the others.
        """
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, encoding in enumerate(self.tokenizer.encode_batch_fast(list(texts))):
            ids = np.array([encoding.ids], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            if self._has_token_types:
                inputs["token_type_ids"] = np.zeros_like(ids)
            hidden: NDArray[np.float32] = self.session.run(None, inputs)[0]
            hidden[0].mean(axis=0, out=rows[row])
        return normalize_rows(rows)


_loaded: WeakValueDictionary[tuple[str, str], OnnxEncoder] = WeakValueDictionary()
"""The encoders in use, by name and fingerprint."""


def _load_truncating_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    limits = folder / _LIMITS
    own = _read_json(limits).get("max_seq_length") if limits.exists() else None
    tokenizer.enable_truncation(min(own or _LONGEST, _LONGEST))
    return tokenizer


def _compute_fingerprint(folder: Path) -> str:
    """Return 16 hex digits that identify everything that determines the vectors."""
    digest = hashlib.sha256()
    graph = sorted((folder / ONNX_GRAPH).parent.glob(ONNX_GRAPH.name + "*"))  # and its weights
    for path in (*graph, *(folder / name for name in _READ if (folder / name).exists())):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _read_json(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(path.read_bytes())
    return fields
