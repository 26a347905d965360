"""From a network's output to vectors of texts."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scripts.derivation.bert import SPECIAL_PIECES, FloatArray

Ids = NDArray[np.int64]
Network = Callable[[Ids, Ids], FloatArray]
"""Token ids and mask, both ``(texts, tokens)`` → ``(texts, tokens, dimension)``."""

_PADDING = "<pad>"
_BATCH = 8
_LONGEST = 512  # tokens


def encode(network: Network, tokenizer: Tokenizer, texts: Sequence[str]) -> FloatArray:
    """Return the mean over the tokens of each text, scaled to length 1, ``(texts, dimension)``."""
    tokenizer.enable_padding(pad_id=SPECIAL_PIECES.index(_PADDING), pad_token=_PADDING)
    tokenizer.enable_truncation(_LONGEST)
    batches = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
    return np.concatenate([_encode_batch(network, tokenizer, batch) for batch in batches])


def _encode_batch(network: Network, tokenizer: Tokenizer, texts: Sequence[str]) -> FloatArray:
    encodings = tokenizer.encode_batch(list(texts))
    ids = np.array([encoding.ids for encoding in encodings])
    mask = np.array([encoding.attention_mask for encoding in encodings])
    means = (network(ids, mask) * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: FloatArray = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    return unit
