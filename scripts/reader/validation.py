"""How well a reader reads: questions on documents that are not trained on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.documents import Span
from embeddings.encoding.passage_reader import ANSWERS, END, START, rank_ranges
from scripts.reader.batches import locate_text, pad
from scripts.reader.model import ReaderNetwork
from scripts.reader.sampling import Example, build_example
from scripts.reader.token_set import TokenSet

_TOGETHER = 32
_LONGEST = 320


@dataclass(frozen=True, slots=True)
class Quality:
    """How well questions are read, with the passages of their documents.

    Attributes:
        f1: overlap in tokens of the best span and the answer, in the passage that holds it.
        exact: share of the spans that are exactly the answer.
        found: share of the answered questions whose best passage answers them.
        auc: probability that the best passage of an answered question gets more than the best one
            of an unanswered question; NaN if all are answered.
    """

    f1: float
    exact: float
    found: float
    auc: float

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f} exact {self.exact:.3f} found {self.found:.3f} AUC {self.auc:.3f}"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A passage that was read: its logit, and the overlap of its span with the answer, if any."""

    answers: float
    f1: float | None


def measure(network: ReaderNetwork, data: TokenSet) -> Quality:
    """Read each question with the passages into which the product cuts its document."""
    examples = [(question, one) for question in range(len(data)) for one in _list(data, question)]
    order = sorted(range(len(examples)), key=lambda row: len(examples[row][1].passage))
    judged: dict[int, list[_Judged]] = {}
    for start in range(0, len(order), _TOGETHER):
        rows = order[start : start + _TOGETHER]
        found = _read(network, [examples[row][1] for row in rows])
        for row, one in zip(rows, found, strict=True):
            judged.setdefault(examples[row][0], []).append(one)
    return _summarise(list(judged.values()))


def _list(data: TokenSet, question: int) -> Iterator[Example]:
    """Yield the passages, as the product cuts them, that are known to answer or to be silent."""
    answering = np.unique(data.answers[question][:, 0])
    rows = [row for row in (*answering, *data.own[question]) if not data.shortened[row]]
    if not len(answering) or any(row in answering for row in rows):
        yield from (build_example(data, question, int(row)) for row in rows)


@torch.no_grad()
def _read(network: ReaderNetwork, examples: Sequence[Example]) -> list[_Judged]:
    network.eval()
    batch = pad(examples, _LONGEST).to(network.device)
    logits = network(batch.ids, batch.mask).float().cpu().numpy()
    lengths = batch.mask.sum(dim=1).tolist()
    found = []
    for example, columns, length in zip(examples, logits, lengths, strict=True):
        f1 = None
        if len(example.places):
            first = locate_text(example)
            text = columns[first : length - 1]
            [(start, end, _)] = rank_ranges(text[:, START], text[:, END], 1)
            f1 = _measure_f1((start, end), example.places)
        found.append(_Judged(float(columns[0, ANSWERS]), f1))
    return found


def _measure_f1(read: tuple[int, int], places: NDArray[np.int32]) -> float:
    """Return the F1 of the best span with one of the answers, or with all from first to last."""
    accepted = [*places.tolist(), [places[:, 0].min(), places[:, 1].max()]]
    span = Span(read[0], read[1] + 1)
    return max(measure_overlap(span, Span(first, last + 1)) for first, last in accepted)


def measure_overlap(told: Span, wanted: Span) -> float:
    """Return the F1 of two ranges."""
    common = max(0, min(told.end, wanted.end) - max(told.start, wanted.start))
    return 2 * common / (told.end - told.start + wanted.end - wanted.start)


def _summarise(questions: Sequence[Sequence[_Judged]]) -> Quality:
    best: dict[bool, list[float]] = {True: [], False: []}
    scores, found = [], []
    for passages in questions:
        right = [one for one in passages if one.f1 is not None]
        first = max(passages, key=lambda one: one.answers)
        best[bool(right)].append(first.answers)
        if right:
            scores.append(max(right, key=lambda one: one.answers).f1)
            found.append(first.f1 is not None)
    return Quality(
        f1=float(np.mean(np.array(scores, float))),
        exact=float(np.mean([score == 1 for score in scores])),
        found=float(np.mean(found)),
        auc=measure_area(best[True], best[False]) if best[False] else np.nan,
    )


def measure_area(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return the share of pairs in which the first is higher: the area under the ROC curve."""
    differences = np.subtract.outer(np.array(higher), np.array(lower))
    return float((differences > 0).mean() + (differences == 0).mean() / 2)
