"""Turns the texts of a data set into tokens."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from scripts.finetuning.examples import QUERY_PROMPT, ExampleSet
from scripts.finetuning.token_set import TokenLists, TokenSet

_QUESTION_TOKENS = 40
_PASSAGE_TOKENS = 128
_MOST_SIBLINGS = 6


def load_tokenizer(folder: Path) -> Tokenizer:
    """Read the tokenizer of a model folder."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    return tokenizer


def tokenize(data: ExampleSet, weight: float, skipped: int, tokenizer: Tokenizer) -> TokenSet:
    """Return ``data`` as tokens; what is longer than 40 or 128 tokens is cut off."""
    questions = [QUERY_PROMPT + one.query for one in data.examples]
    passages = [data.prompt + one.text for one in data.passages]
    siblings = [
        (question, row)
        for question, one in enumerate(data.examples)
        for row in one.siblings[:_MOST_SIBLINGS]
    ]
    return TokenSet(
        weight,
        skipped,
        _tokenize(questions, tokenizer, _QUESTION_TOKENS),
        _tokenize(passages, tokenizer, _PASSAGE_TOKENS),
        np.array([one.right for one in data.examples], np.int64),
        np.array([one.document for one in data.passages], np.int64),
        np.array(siblings, np.int64).reshape(-1, 2),
    )


def _tokenize(texts: Sequence[str], tokenizer: Tokenizer, longest: int) -> TokenLists:
    tokenizer.enable_truncation(longest)
    tokens = [np.array(one.ids, np.uint16) for one in tokenizer.encode_batch(list(texts))]
    return TokenLists(np.concatenate(tokens), np.array([len(one) for one in tokens], np.int64))
