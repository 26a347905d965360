"""Any sentence-transformers bi-encoder, with the prompts that it requires."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from embeddings.encoding.pretrained import SentenceTransformer, load_bi_encoder
from embeddings.encoding.prompts import choose_prompts
from embeddings.encoding.vectors import FloatMatrix, normalize_rows


@dataclass(frozen=True, slots=True)
class TransformerEncoder:
    """A sentence-transformers model and its prompts for questions and passages.

    Attributes:
        name: the folder's name or the hub name.
        fingerprint: hex, computed from the weights, the vocabulary and the prompts.
        query_prompt: prepended to every question.
        passage_prompt: prepended to every passage.
        model: the loaded model.
    """

    name: str
    fingerprint: str
    query_prompt: str
    passage_prompt: str
    model: SentenceTransformer = field(repr=False)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> "TransformerEncoder":
        """Load a folder without touching the network, or a hub model by its name.

        Raises:
            EncoderError: there is no such folder or hub model, or it cannot be read.
        """
        model = load_bi_encoder(name_or_folder)
        folder = Path(name_or_folder)
        name = folder.resolve().name if folder.is_dir() else str(name_or_folder)
        query, passage = choose_prompts(model.prompts, name)
        return cls(name, _compute_fingerprint(model, query, passage), query, passage, model)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; never NaN."""
        return self._normalize(self.model.encode_document(list(texts), prompt=self.passage_prompt))

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; never NaN."""
        return self._normalize(self.model.encode_query(list(texts), prompt=self.query_prompt))

    def _normalize(self, encoded: object) -> FloatMatrix:
        rows = np.asarray(encoded, dtype=np.float32).reshape(-1, self.dimension)
        return normalize_rows(np.nan_to_num(rows))


def _compute_fingerprint(model: SentenceTransformer, *prompts: str) -> str:
    """Return 16 hex digits that identify weights, vocabulary, maximum length and prompts."""
    digest = hashlib.sha256(repr((prompts, model.max_seq_length)).encode())
    digest.update(repr(sorted(model.tokenizer.get_vocab().items())).encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]
