"""A BERT encoder as plain arrays, with the pieces that its tokenizer knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")
"""What the first pieces of a vocabulary are."""

WORDS = "embeddings.word_embeddings.weight"


class Piece(NamedTuple):
    """A piece of the tokenizer and the logarithm of its probability."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT, named after the fields of its ``config.json``."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Bert:
    """A BERT without its pooler.

    Attributes:
        shape: its sizes.
        pieces: one for each row of the word embeddings, ``SPECIAL_PIECES`` first.
        weights: named as in ``transformers.BertModel``; matrices are ``(outputs, inputs)``.
    """

    shape: Shape
    pieces: tuple[Piece, ...]
    weights: Mapping[str, FloatArray]

    def keep_pieces(self, rows: Sequence[int]) -> "Bert":
        """Return the same network with only the pieces ``rows``, in that order."""
        words = {WORDS: self.weights[WORDS][np.array(rows)]}
        pieces = tuple(self.pieces[row] for row in rows)
        return replace(self, pieces=pieces, weights={**self.weights, **words})
