"""The reader: a transformer that reads a question and a passage together.

It says whether the passage answers the question, and where the answer begins and ends (Devlin et
al. 2019, arXiv:1810.04805, section 4.2).
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Span
from embeddings.encoding.model_folder import ONNX_GRAPH
from embeddings.encoding.onnx_session import InferenceSession, start_session
from embeddings.encoding.tokenizer import Encoding, Tokenizer, load_tokenizer
from embeddings.encoding.vectors import FloatVector
from embeddings.errors import EncoderError
from embeddings.quantities.spelling import respell_like

READER = Path(__file__).parents[1] / "models" / "wenbao-reader-zh"
"""The bundled one."""
_LONGEST = 320  # tokens of question and passage
_LONGEST_QUESTION = 96
_LONGEST_ANSWER = 60
START, END, INSIDE, ANSWERS = range(4)
"""Columns of its output, ``(tokens, 4)``; the last one counts for the first token alone."""


class ReadablePassage(NamedTuple):
    """A folded passage; no answer is looked for in its context."""

    context: str
    text: str


class ScoredSpan(NamedTuple):
    """A range in a passage's text.

    Attributes:
        log_probability: that the answer is this range, if the passage has it.
    """

    span: Span
    log_probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of a passage, as logits.

    Attributes:
        answers: that the passage answers the question.
        tokens: the range of each token in the passage's text, in order.
        starts: that the answer begins with a token, ``(tokens,)``.
        ends: that it ends with a token, ``(tokens,)``.
        inside: that a token is part of an answer, ``(tokens,)``.
    """

    answers: float
    tokens: tuple[Span, ...]
    starts: FloatVector
    ends: FloatVector
    inside: FloatVector

    def rank_spans(self, count: int) -> list[ScoredSpan]:
        """Return at most ``count`` ranges in the passage's text, the most probable first."""
        if not self.tokens:
            return []
        return [
            ScoredSpan(Span(self.tokens[first].start, self.tokens[last].end), score)
            for first, last, score in rank_ranges(self.starts, self.ends, count)
        ]

    def find_best_span(self) -> Span:
        """Return the most probable range in the passage's text; an empty one if it has none."""
        return next((scored.span for scored in self.rank_spans(1)), Span(0, 0))


@dataclass(frozen=True, slots=True)
class PassageReader:
    """A transformer's graph and its tokenizer. Safe to use from many threads at once.

    Attributes:
        name: the folder's name.
    """

    name: str
    _tokenizer: Tokenizer = field(repr=False)
    _session: InferenceSession = field(repr=False)

    @classmethod
    def load(cls, folder: Path = READER) -> "PassageReader":
        """Read a folder with a graph and a tokenizer; weights are memory-mapped.

        Raises:
            EncoderError: a file is missing or broken.
        """
        try:
            tokenizer = load_tokenizer(folder / "tokenizer.json")
            tokenizer.enable_truncation(_LONGEST, strategy="only_second")
            return cls(folder.resolve().name, tokenizer, start_session(folder / ONNX_GRAPH))
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception
            reason = " ".join(str(error).split())
            message = f"the reader in {folder} cannot be read ({reason}): copy the folder again"
            raise EncoderError(message) from error

    def read(
        self, question: str, passages: Sequence[ReadablePassage], threads: Executor
    ) -> list[Reading]:
        """Read each passage with the folded ``question``, one in each thread.

        The question's numbers are written as in the passage.
        """
        return list(
            threads.map(
                lambda passage: self._read(respell_like(question, passage.text), passage), passages
            )
        )

    def _read(self, question: str, passage: ReadablePassage) -> Reading:
        encoding = self._tokenizer.encode(
            question[:_LONGEST_QUESTION], f"{passage.context}\n{passage.text}"
        )
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        logits: NDArray[np.float32] = self._session.run(None, inputs)[0][0]
        places = locate_tokens(encoding, passage.context)
        columns = logits[list(places)].T
        return Reading(
            answers=float(logits[0, ANSWERS]),
            tokens=tuple(places.values()),
            starts=columns[START],
            ends=columns[END],
            inside=columns[INSIDE],
        )


def rank_ranges(starts: FloatVector, ends: FloatVector, count: int) -> list[tuple[int, int, float]]:
    """Return at most ``count`` ranges of tokens, the most probable first.

    Each is its first and its last token, at most 60 apart, and the logarithm of its probability.
    """
    sums = _normalize(starts)[:, None] + _normalize(ends)[None, :]
    allowed = np.triu(np.tril(np.ones_like(sums), _LONGEST_ANSWER - 1)) > 0
    scores = np.where(allowed, sums, -np.inf).ravel()
    best = np.argsort(-scores, kind="stable")[: min(count, int(allowed.sum()))]
    places = (divmod(int(place), len(starts)) for place in best)
    return [(first, last, float(sums[first, last])) for first, last in places]


def _normalize(logits: FloatVector) -> FloatVector:
    """Return the logarithms of the probabilities (softmax)."""
    shifted = logits - logits.max()
    normalized: FloatVector = shifted - np.log(np.exp(shifted).sum())
    return normalized


def locate_tokens(encoding: Encoding, context: str) -> dict[int, Span]:
    """Return the range in the passage's own text of each token that belongs to it.

    ``encoding`` is that of the question, and of ``context`` and text on lines of their own.
    """
    skipped = len(context) + 1
    return {
        token: Span(start - skipped, end - skipped)
        for token, (part, (start, end)) in enumerate(
            zip(encoding.sequence_ids, encoding.offsets, strict=True)
        )
        if part == 1 and start >= skipped and end > start
    }
