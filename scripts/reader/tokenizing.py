"""Turns the texts of a data set into tokens."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from scripts.reader.examples import Passage, Question, ReadingSet
from scripts.reader.mining import Mined
from scripts.reader.token_set import UNKNOWN, Ragged, TokenSet


def load_tokenizer(folder: Path) -> Tokenizer:
    """Read the tokenizer of a model folder."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenize(data: ReadingSet, mined: Mined, share: float, tokenizer: Tokenizer) -> TokenSet:
    """Return ``data`` as tokens, with the passages mined for its questions."""
    passages = [f"{passage.context}\n{passage.text}" for passage in data.passages]
    encodings = tokenizer.encode_batch(passages, add_special_tokens=False)
    places = [
        _locate(encoding, passage)
        for encoding, passage in zip(encodings, data.passages, strict=True)
    ]
    changed = [text for question in data.questions for text in question.near_misses]
    asked = [question.text for question in data.questions]
    return TokenSet(
        share,
        _join_tokens(encodings),
        np.array([skipped for skipped, _ in places], np.int32),
        np.array([passage.shortened for passage in data.passages]),
        _join_tokens(tokenizer.encode_batch([*asked, *changed], add_special_tokens=False)),
        Ragged.join([_place_answers(one, [p for _, p in places]) for one in data.questions]),
        _join_rows(_list_own(one, rows) for one, rows in zip(data.questions, mined, strict=True)),
        _join_rows(
            _list_others(one, rows) for one, rows in zip(data.questions, mined, strict=True)
        ),
        _number_changed(data.questions),
    )


def _join_tokens(encodings: Sequence[Encoding]) -> Ragged:
    return Ragged.join([np.array(encoding.ids, np.uint16) for encoding in encodings])


def _join_rows(rows: Iterable[Sequence[int]]) -> Ragged:
    return Ragged.join([np.array(one, np.int32) for one in rows])


def _locate(encoding: Encoding, passage: Passage) -> tuple[int, NDArray[Any]]:
    """Return how many tokens belong to the context, and the ranges in the text of the others."""
    start = len(passage.context) + 1
    offsets = np.array(encoding.offsets or [(0, 0)])
    skipped = int((offsets[:, 0] < start).sum())
    return skipped, offsets[skipped:] - start


def _place_answers(question: Question, places: Sequence[NDArray[Any]]) -> NDArray[np.int32]:
    """Return the passage and the tokens of each answer.

    A token may reach beyond an answer, as the tokenizer does not know where it begins.
    """
    found = []
    for row, spans in question.answers.items():
        ranges = places[row]
        for span in spans:
            inside = np.flatnonzero((ranges[:, 0] < span.end) & (span.start < ranges[:, 1]))
            if len(inside):
                found.append((row, int(inside[0]), int(inside[-1])))
        if not spans:
            found.append((row, UNKNOWN, UNKNOWN))
    return np.array(found, np.int32).reshape(-1, 3)


def _list_own(question: Question, mined: Sequence[int]) -> list[int]:
    silent = set(question.silent)
    first = [row for row in mined if row in silent]
    return first + [row for row in question.silent if row not in first]


def _list_others(question: Question, mined: Sequence[int]) -> list[int]:
    own = {*question.silent, *question.answers}
    return [row for row in mined if row not in own]


def _number_changed(questions: Sequence[Question]) -> Ragged:
    arrays, start = [], len(questions)
    for question in questions:
        end = start + len(question.near_misses)
        arrays.append(np.arange(start, end, dtype=np.int32))
        start = end
    return Ragged.join(arrays)
