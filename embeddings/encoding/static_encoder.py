"""A sentence-transformers ``StaticEmbedding`` folder, read and run with numpy alone.

A text's vector is the mean of its tokens' vectors (word2vec's "CBOW" input, Mikolov et al. 2013,
arXiv:1301.3781), so torch is not needed: a start takes a fraction of a second in place of ten.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.errors import EncoderError

_CHUNK = 4096  # texts tokenised at a time: enough to keep all cores busy, little to hold
# What most tokenizers do with a text first. It takes them as long as all the rest, also when there
# is nothing to do, so a text that is like this already goes to a tokenizer that does not do it.
_NORMALIZER = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}
_WEIGHTS = ("embedding.weight", "embeddings")  # sentence-transformers' key, model2vec's key


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """Token vectors and the tokenizer that finds them.

    Attributes:
        name: the folder's name.
        fingerprint: hex, from the bytes of the tokenizer and of the weights.
        tokenizer: gives each text's token numbers.
        bare_tokenizer: the same for a text that is NFKC and lower case already.
        weights: token vectors, ``(tokens, dimension)``.
        meaning: whether a token's vector is not zero, ``(tokens,)``.
    """

    name: str
    fingerprint: str
    tokenizer: Tokenizer = field(repr=False)
    bare_tokenizer: Tokenizer = field(repr=False)
    weights: FloatMatrix = field(repr=False)
    meaning: NDArray[np.bool_] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "StaticEncoder":
        """Read ``tokenizer.json`` and ``model.safetensors`` from where ``modules.json`` says.

        Raises:
            EncoderError: a file is missing or broken, or they do not belong together.
        """
        try:
            inner = folder / json.loads((folder / "modules.json").read_bytes())[0]["path"]
            words, numbers = (inner / "tokenizer.json"), (inner / "model.safetensors")
            fingerprint = _fingerprint(words.read_bytes(), numbers.read_bytes())
            tokenizer = Tokenizer.from_file(str(words))
            bare_tokenizer = _bare(tokenizer)
            weights = _weights(numbers)
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderError(
                f"the static model in {folder} cannot be read ({error}); it needs modules.json,"
                " tokenizer.json and model.safetensors: copy the whole folder again"
            ) from error
        _check_fit(folder, tokenizer, weights)
        meaning = np.any(weights != 0, axis=1)
        return cls(folder.resolve().name, fingerprint, tokenizer, bare_tokenizer, weights, meaning)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self.weights.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``; a text without a known word gives zeros."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, tokens in enumerate(self._tokens(texts)):
            self.weights.take(tokens, axis=0).sum(axis=0, out=sums[row])
        return normalize_rows(sums)

    encode_queries = encode_passages

    def _tokens(self, texts: Sequence[str]) -> Iterator[NDArray[np.int64]]:
        """Yield each text's token numbers, without those whose vector is zero."""
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            tokenizer = self.bare_tokenizer if all(map(_is_normal, chunk)) else self.tokenizer
            for encoding in tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
                tokens = np.array(encoding.ids, dtype=np.int64)
                yield tokens[self.meaning[tokens]]


def _bare(tokenizer: Tokenizer) -> Tokenizer:
    """Return ``tokenizer`` without its normaliser, or itself when that is another one.

    Both are set to give a text's tokens alone, whatever it is batched with.
    """
    tokenizer.no_padding()
    fields = json.loads(tokenizer.to_str())
    if fields["normalizer"] != _NORMALIZER:
        return tokenizer
    return Tokenizer.from_str(json.dumps(fields | {"normalizer": None}))


def _is_normal(text: str) -> bool:
    return unicodedata.is_normalized("NFKC", text) and text.lower() == text


def _weights(path: Path) -> FloatMatrix:
    tensors = safetensors.numpy.load_file(path)
    return next(tensors[key] for key in _WEIGHTS if key in tensors).astype(np.float32)


def _check_fit(folder: Path, tokenizer: Tokenizer, weights: FloatMatrix) -> None:
    if tokenizer.get_vocab_size() > len(weights):
        raise EncoderError(
            f"the static model in {folder} knows {tokenizer.get_vocab_size()} tokens but holds"
            f" {len(weights)} vectors: its two files are from different models"
        )


def _fingerprint(*parts: bytes) -> str:
    """Return 16 hex digits that name ``parts``."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[
        :16
    ]
