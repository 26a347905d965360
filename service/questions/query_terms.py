"""What texts are measured against: the question's pieces, weighted by how rare they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress

from embeddings.index.lexical_index import Field, LexicalIndex
from service.questions.question import Question


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of the question, folded, with its weight (idf: the rarer one binds more)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class TermSet:
    """Terms of one granularity, laid out so that hundreds of texts are quickly held against them.

    Attributes:
        terms: each once.
        texts: theirs.
        weights: theirs.
        total: the sum of the weights.
    """

    terms: tuple[Term, ...]
    texts: tuple[str, ...]
    weights: tuple[float, ...]
    total: float

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "TermSet":
        """Lay out ``terms``."""
        kept = tuple(terms)
        weights = tuple(term.weight for term in kept)
        return cls(kept, tuple(term.text for term in kept), weights, sum(weights))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The question, and its pieces in three granularities."""

    question: Question
    words: TermSet
    bigrams: TermSet
    characters: TermSet


def extract_query_terms(question: Question, lexical: LexicalIndex) -> QueryTerms:
    """Return the question's pieces, each with its idf among the passages."""

    def weighted(field: Field, pieces: Iterable[str]) -> TermSet:
        weight = lexical.inverse_document_frequency
        return TermSet.of(Term(one, weight(field, one)) for one in dict.fromkeys(pieces))

    runs = question.content.split()
    return QueryTerms(
        question,
        words=weighted("words", question.words),
        bigrams=weighted("bigrams", (run[i : i + 2] for run in runs for i in range(len(run) - 1))),
        characters=weighted("characters", (character for run in runs for character in run)),
    )


def measure_coverage(pieces: TermSet, text: str) -> float:
    """Return the weighted share of ``pieces`` that stand in the folded ``text``."""
    found = sum(compress(pieces.weights, map(text.__contains__, pieces.texts)))
    return found / pieces.total if pieces.total else 0.0


def measure_mentions(names: Iterable[str], text: str) -> float:
    """Return which share of ``names``, each counting the same, the folded ``text`` holds."""
    distinct = set(names)
    return sum(name in text for name in distinct) / len(distinct) if distinct else 1.0
