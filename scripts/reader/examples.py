"""What a data set teaches: questions, and what each of its passages says to them. No IO."""

from dataclasses import dataclass

from embeddings.documents import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as the product reads it; all texts folded, with their length.

    Attributes:
        context: title, heading and lead; no answer is looked for there.
        text: the passage itself.
        document: number of the document that it comes from.
        shortened: whether the product would cut it longer.
    """

    context: str
    text: str
    document: int
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what passages say to it.

    Attributes:
        text: folded.
        document: number of the document that it was asked about.
        answers: rows of the passages that answer it, with the ranges of the answers there, or none
            if it is unknown where; empty if nothing answers it.
        silent: rows of passages of its document that do not answer it.
        near_misses: the same question about another name or year: its passages do not answer it.
    """

    text: str
    document: int
    answers: dict[int, tuple[Span, ...]]
    silent: tuple[int, ...]
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """One data set."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
