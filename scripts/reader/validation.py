"""How well a reader reads: questions on documents that are not trained on."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from embeddings.documents import Span
from embeddings.encoding.passage_reader import PassageReader, ReadablePassage, Reading
from scripts.reader.examples import Question, ReadingSet


@dataclass(frozen=True, slots=True)
class Quality:
    """How well questions are read, with the passages of their documents.

    Attributes:
        f1: overlap in characters of the best span and the answer, in the passage that holds it.
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


def hold_out(data: ReadingSet, every: int) -> tuple[ReadingSet, ReadingSet]:
    """Return ``data`` without the questions on each ``every``-th document, and these."""
    kept = tuple(one for one in data.questions if not is_held_out(one.document, every))
    rest = tuple(one for one in data.questions if is_held_out(one.document, every))
    return ReadingSet(data.name, data.passages, kept), ReadingSet(data.name, data.passages, rest)


def is_held_out(document: int, every: int) -> bool:
    """Return whether the questions on a document, counted from 0, are held out."""
    return document % every == 0


def measure(reader: PassageReader, data: ReadingSet) -> Quality:
    """Read each question with the passages into which the product cuts its document."""
    scores: list[tuple[float, bool]] = []  # F1 in the right passage; whether it came first
    best: dict[bool, list[float]] = {True: [], False: []}
    with ThreadPoolExecutor(1) as thread:
        for question in data.questions:
            rows = _list_rows(question, data)
            if not rows:
                continue
            passages = [
                ReadablePassage(data.passages[row].context, data.passages[row].text) for row in rows
            ]
            readings = reader.read(question.text, passages, thread)
            first = max(range(len(rows)), key=lambda place: readings[place].answers)
            best[bool(question.answers)].append(readings[first].answers)
            right = [place for place, row in enumerate(rows) if row in question.answers]
            if right:
                place = max(right, key=lambda one: readings[one].answers)
                f1 = _measure_f1(readings[place], passages[place], question.answers[rows[place]])
                scores.append((f1, first in right))
    return Quality(
        f1=float(np.mean([f1 for f1, _ in scores])),
        exact=float(np.mean([f1 == 1 for f1, _ in scores])),
        found=float(np.mean([found for _, found in scores])),
        auc=measure_area(best[True], best[False]) if best[False] else np.nan,
    )


def _list_rows(question: Question, data: ReadingSet) -> list[int]:
    """Return the passages, as the product cuts them, that are known to answer or to be silent."""
    rows = (*question.answers, *question.silent)
    whole = [row for row in rows if not data.passages[row].shortened]
    complete = not question.answers or any(row in question.answers for row in whole)
    return whole if complete else []


def _measure_f1(reading: Reading, passage: ReadablePassage, wanted: Sequence[Span]) -> float:
    """Return the F1 of the best span with one of the answers, or with all from first to last."""
    text, (start, end) = passage.text, reading.find_best_span()
    accepted = {text[a:b] for a, b in wanted} | {text[wanted[0].start : wanted[-1].end]}
    return max(measure_overlap(text[start:end], one) for one in accepted)


def measure_overlap(told: str, wanted: str) -> float:
    """Return the F1 of the characters that both contain."""
    common = sum((Counter(told) & Counter(wanted)).values())
    return 2 * common / (len(told) + len(wanted)) if common else 0.0


def measure_area(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return the share of pairs in which the first is higher: the area under the ROC curve."""
    differences = np.subtract.outer(np.array(higher), np.array(lower))
    return float((differences > 0).mean() + (differences == 0).mean() / 2)
