"""The initial token vectors, which already reflect which words occur in the same texts."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from scripts.training.settings import Examples, Settings
from scripts.training.tokens import Rows, Tokens

_SAMPLED_TEXTS = 120_000  # enough for words seen a hundred times, half a minute of work


def initial_vectors(settings: Settings, examples: Examples) -> FloatMatrix:
    """Return token vectors, ``(vocabulary, dimension)``, shorter for frequent tokens.

    The direction of a token is half random, half that of the texts it occurs in: random indexing
    (Kanerva et al. 2000). Its length is a / (a + share of all tokens) with a = 0.001: smooth
    inverse frequency (Arora et al. 2017). So rare words start close to related ones.
    """
    rng = np.random.default_rng(settings.seed)
    shape = (settings.vocabulary, settings.dimension)
    own = normalize_rows(rng.standard_normal(shape, dtype=np.float32))
    lengths = _lengths(settings.vocabulary, examples)
    near = _contexts(own * lengths, settings, examples, rng)
    return normalize_rows(own + normalize_rows(near)) * lengths


def _lengths(vocabulary: int, examples: Examples) -> FloatMatrix:
    """Return each token's length, ``(vocabulary, 1)``; 0 for the unknown token."""
    seen = np.concatenate([examples.a.tokens, examples.b.tokens])
    share = np.bincount(seen, minlength=vocabulary) / len(seen)
    lengths = (1e-3 / (1e-3 + share)).astype(np.float32)
    lengths[0] = 0.0
    return lengths[:, None]


def _contexts(
    vectors: FloatMatrix, settings: Settings, examples: Examples, rng: np.random.Generator
) -> FloatMatrix:
    """Return for each token the sum of its texts' unit vectors, without their common direction."""
    rows = rng.permutation(len(examples.b))[:_SAMPLED_TEXTS]
    bags = examples.b.bags(rows, settings.longest, rng)
    texts = normalize_rows(_sums(vectors, bags.tokens, np.append(bags.starts, len(bags.tokens))))
    by_token = np.argsort(bags.tokens, kind="stable")
    begins = np.searchsorted(bags.tokens[by_token], np.arange(settings.vocabulary + 1))
    sums = _sums(texts, bags.owners[by_token], begins)
    shared = normalize_rows(sums.sum(axis=0, keepdims=True))
    rest: FloatMatrix = sums - (sums @ shared.T) * shared
    return rest


def _sums(vectors: FloatMatrix, members: Tokens | Rows, begins: NDArray[np.int64]) -> FloatMatrix:
    """Return row ``i`` as the sum of ``vectors[members[begins[i]:begins[i + 1]]]``."""
    sums = np.zeros((len(begins) - 1, vectors.shape[1]), dtype=np.float32)
    for row, (begin, end) in enumerate(pairwise(begins)):
        vectors.take(members[begin:end], axis=0).sum(axis=0, out=sums[row])
    return sums
