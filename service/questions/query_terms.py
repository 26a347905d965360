"""The terms of a question, weighted by rarity, and how much of them a text contains."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress

from embeddings.index.lexical_index import Field, LexicalIndex
from service.language import Language
from service.questions.question import Question


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the question, folded, with its weight (idf: rarer terms weigh more)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class TermSet:
    """Terms of one granularity, in columns so that matching hundreds of texts is fast.

    Attributes:
        terms: each once.
        texts: their texts.
        weights: their weights.
        total: the sum of the weights.
    """

    terms: tuple[Term, ...]
    texts: tuple[str, ...]
    weights: tuple[float, ...]
    total: float

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "TermSet":
        """Return the set of ``terms``."""
        terms = tuple(terms)
        weights = tuple(term.weight for term in terms)
        return cls(terms, tuple(term.text for term in terms), weights, sum(weights))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The question, and its terms in three granularities."""

    question: Question
    words: TermSet
    bigrams: TermSet
    characters: TermSet


def extract_query_terms(question: Question, lexical: LexicalIndex) -> QueryTerms:
    """Return the question's terms, each with its idf among the passages.

    What an English question says in words that no article has, an article may say in Chinese: it
    lacks nothing without them.
    """
    is_english = question.language is Language.ENGLISH

    def weight_terms(field: Field, texts: Iterable[str]) -> TermSet:
        weight = lexical.inverse_document_frequency
        known = (text for text in texts if not is_english or lexical.contains(field, text))
        return TermSet.of(Term(text, weight(field, text)) for text in dict.fromkeys(known))

    runs = question.content.split()
    return QueryTerms(
        question,
        words=weight_terms("words", question.words),
        bigrams=weight_terms(
            "bigrams", (run[i : i + 2] for run in runs for i in range(len(run) - 1))
        ),
        characters=weight_terms("characters", (character for run in runs for character in run)),
    )


def measure_coverage(terms: TermSet, text: str) -> float:
    """Return the weighted share of ``terms`` that occur in the folded ``text``."""
    found = sum(compress(terms.weights, map(text.__contains__, terms.texts)))
    return found / terms.total if terms.total else 0.0


def measure_mentions(names: Iterable[str], text: str) -> float:
    """Return the unweighted share of ``names`` that occur in the folded ``text``; 1 if none."""
    distinct = set(names)
    return sum(name in text for name in distinct) / len(distinct) if distinct else 1.0
