"""What texts are measured against: the question's pieces, weighted by how rare they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.lexical_index import Field, LexicalIndex
from service.questions import Question


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of the question, folded, with its weight (idf: the rarer one binds more)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Probe:
    """The question, and its pieces in three granularities."""

    question: Question
    words: tuple[Term, ...]
    bigrams: tuple[Term, ...]
    characters: tuple[Term, ...]


def probe_of(question: Question, lexical: LexicalIndex) -> Probe:
    """Return the question's pieces, each with its idf among the passages."""

    def weighted(field: Field, pieces: Iterable[str]) -> tuple[Term, ...]:
        distinct = dict.fromkeys(pieces)
        return tuple(Term(one, lexical.inverse_document_frequency(field, one)) for one in distinct)

    runs = question.content.split()
    return Probe(
        question,
        words=weighted("words", question.words),
        bigrams=weighted("bigrams", (run[i : i + 2] for run in runs for i in range(len(run) - 1))),
        characters=weighted("characters", (character for run in runs for character in run)),
    )


def coverage(terms: Iterable[Term], text: str) -> float:
    """Return the weighted share of ``terms`` that stand in the folded ``text``."""
    total = found = 0.0
    for term in terms:
        total += term.weight
        if term.text in text:
            found += term.weight
    return found / total if total else 0.0


def mentioned(names: Iterable[str], text: str) -> float:
    """Return which share of ``names``, each counting the same, the folded ``text`` holds."""
    distinct = set(names)
    return sum(name in text for name in distinct) / len(distinct) if distinct else 1.0
