"""Read and run a sentence-transformers ``StaticEmbedding`` folder with numpy alone.

A text's vector is the mean of its tokens' vectors (word2vec's "CBOW" input, Mikolov et al. 2013,
arXiv:1301.3781), so torch is not needed: starting takes a fraction of a second instead of ten.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from embeddings.encoding.tokenizer import Tokenizer, load_tokenizer
from embeddings.encoding.unigram import Unigram, is_unigram
from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.errors import EncoderError

_MANY = 512  # texts that numpy tokenises faster than the library
_CHUNK = 4096  # texts tokenised at a time: enough to keep all cores busy, yet little memory
# The first step of most tokenizers. It takes as long as all the rest, even if there is nothing to
# normalise, so texts that are already normalised go to a tokenizer without it.
_NORMALIZER = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}
_WEIGHTS = ("embedding.weight", "embeddings")  # sentence-transformers' key, model2vec's key


@dataclass(frozen=True, slots=True, weakref_slot=True)
class StaticEncoder:
    """Token vectors and their tokenizer.

    Attributes:
        name: the folder's name.
        fingerprint: hex, computed from the bytes of the tokenizer and of the weights.
        tokenizer: turns a text into token ids.
        bare_tokenizer: the same for texts that are already NFKC and lower case.
        weights: token vectors, ``(tokens, dimension)``.
        meaning: whether a token's vector is not zero, ``(tokens,)``.
        unigram: the bare tokenizer's model for many texts at once, if it is of that kind.
    """

    name: str
    fingerprint: str
    tokenizer: Tokenizer = field(repr=False)
    bare_tokenizer: Tokenizer = field(repr=False)
    weights: FloatMatrix = field(repr=False)
    meaning: NDArray[np.bool_] = field(repr=False)
    unigram: Unigram | None = field(default=None, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "StaticEncoder":
        """Read ``tokenizer.json`` and ``model.safetensors`` as ``modules.json`` directs.

        A model of the same name and content that is in use already is returned as it is.

        Raises:
            EncoderError: a file is missing or broken, or they do not belong together.
        """
        try:
            inner = folder / json.loads((folder / "modules.json").read_bytes())[0]["path"]
            words, numbers = (inner / "tokenizer.json"), (inner / "model.safetensors")
            fingerprint = _compute_fingerprint(words.read_bytes(), numbers.read_bytes())
            name = folder.resolve().name
            if loaded := _loaded.get((name, fingerprint)):
                return loaded
            tokenizer = load_tokenizer(words)
            fields = json.loads(tokenizer.to_str())
            bare_tokenizer = _strip_normalizer(tokenizer, fields)
            weights = _read_weights(numbers)
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderError(
                f"the static model in {folder} cannot be read ({error}); it needs modules.json,"
                " tokenizer.json and model.safetensors: copy the whole folder again"
            ) from error
        _check_fit(folder, tokenizer, weights)
        meaning = np.any(weights != 0, axis=1)
        unigram = Unigram(tokenizer, fields) if is_unigram(fields) else None
        if unigram and meaning[unigram.unknown]:
            unigram = None  # it leaves unknown characters out
        encoder = cls(name, fingerprint, tokenizer, bare_tokenizer, weights, meaning, unigram)
        _loaded[name, fingerprint] = encoder
        return encoder

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.weights.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; all zeros for a text without a known word."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, tokens in enumerate(self._tokenize(texts)):
            self.weights.take(tokens, axis=0).sum(axis=0, out=sums[row])
        return normalize_rows(sums)

    encode_queries = encode_passages

    def _tokenize(self, texts: Sequence[str]) -> Iterator[NDArray[np.int64]]:
        """Yield each text's token ids, without those whose vector is zero."""
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            if self.unigram and len(chunk) >= _MANY and all(map(_is_normal, chunk)):
                yield from (tokens[self.meaning[tokens]] for tokens in self.unigram.cut(chunk))
                continue
            tokenizer = self.bare_tokenizer if all(map(_is_normal, chunk)) else self.tokenizer
            for encoding in tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
                tokens = np.array(encoding.ids, dtype=np.int64)
                yield tokens[self.meaning[tokens]]


_loaded: WeakValueDictionary[tuple[str, str], StaticEncoder] = WeakValueDictionary()
"""The encoders in use, by name and fingerprint."""


def _strip_normalizer(tokenizer: Tokenizer, fields: Mapping[str, Any]) -> Tokenizer:
    """Return ``tokenizer`` without its normaliser, or itself if it has a different one."""
    if fields["normalizer"] != _NORMALIZER:
        return tokenizer
    return Tokenizer.from_str(json.dumps({**fields, "normalizer": None}))


def _is_normal(text: str) -> bool:
    return unicodedata.is_normalized("NFKC", text) and text.lower() == text


def _read_weights(path: Path) -> FloatMatrix:
    tensors = safetensors.numpy.load_file(path)
    return next(tensors[key] for key in _WEIGHTS if key in tensors).astype(np.float32)


def _check_fit(folder: Path, tokenizer: Tokenizer, weights: FloatMatrix) -> None:
    if tokenizer.get_vocab_size() > len(weights):
        raise EncoderError(
            f"the static model in {folder} has {tokenizer.get_vocab_size()} tokens but"
            f" {len(weights)} vectors: its two files come from different models"
        )


def _compute_fingerprint(*parts: bytes) -> str:
    """Return 16 hex digits that identify ``parts``."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[
        :16
    ]
