"""The features of the best evidence from which its confidence is estimated."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from embeddings.documents import Article
from embeddings.text.normalize import fold_aligned
from service.answering.evidence import Evidence
from service.questions.query_terms import QueryTerms, Term
from service.questions.question import QuestionKind

# A year that the article must mention; an approximate year is not required.
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)(?!年(?:前后|左右))")
_DIGIT = re.compile(r"\d")
# How much a compound counts if only its parts occur: 停车位 for 机动车停车位.
_PARTIAL_CREDIT = 0.8
_SHORTEST_COMPOUND = 3


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """Features in 0..1; higher values support the answer. Shares are weighted by idf.

    Attributes:
        bigrams: share of the question's character bigrams that occur in the window.
        characters: the same for its characters.
        context_bigrams: the same for its bigrams in window and context.
        semantic: cosine of question and window.
        number: for a question that asks for a number, how well its unit fits; else 1.
        date: for a question that asks for a date, whether the window has one, or digits; else 1.
        year: whether the article mentions the years in the question; 1 without any.
        names: unweighted share of the names that the article mentions; 1 without any.
        attributes: share of the attributes asked about that occur in the window.
        bound: the product of names, attributes (here also in the context), number, date and year,
            so that the others cannot compensate for one that fails.
    """

    bigrams: float
    characters: float
    context_bigrams: float
    semantic: float
    number: float
    date: float
    year: float
    names: float
    attributes: float
    bound: float


def measure_confidence_features(evidence: Evidence) -> ConfidenceFeatures:
    """Return the confidence features of a piece of evidence."""
    question, features, window = evidence.query_terms.question, evidence.features, evidence.window
    attributes = _select_attributes(evidence.query_terms)
    number = features.form if question.kind is QuestionKind.NUMBER else 1.0
    date = _measure_date(evidence) if question.kind is QuestionKind.DATE else 1.0
    year = float(_mentions_years(window.hit.article, _YEAR.findall(question.content)))
    attributes_in_context = _measure_share(attributes, window.context + window.folded)
    return ConfidenceFeatures(
        bigrams=features.bigrams,
        characters=features.characters,
        context_bigrams=features.context_bigrams,
        semantic=features.semantic,
        number=number,
        date=date,
        year=year,
        names=features.names,
        attributes=_measure_share(attributes, window.folded),
        bound=features.names * attributes_in_context * number * date * year,
    )


def _mentions_years(article: Article, years: Sequence[str]) -> bool:
    if not years:
        return True
    text = fold_aligned(f"{article.title}\n{article.text}")
    return all(year in text or year in article.date for year in years)


def _measure_date(evidence: Evidence) -> float:
    return 1.0 if evidence.features.form else float(bool(_DIGIT.search(evidence.window.folded)))


def _select_attributes(query_terms: QueryTerms) -> list[Term]:
    attributes = set(query_terms.question.attributes)
    return [term for term in query_terms.words if term.text in attributes]


def _measure_share(terms: Iterable[Term], text: str) -> float:
    """Return the weighted share of ``terms`` in ``text``, with credit for parts; 1 if none."""
    total = found = 0.0
    for term in terms:
        total += term.weight
        found += term.weight * _measure_credit(term.text, text)
    return found / total if total else 1.0


def _measure_credit(word: str, text: str) -> float:
    if word in text:
        return 1.0
    if len(word) < _SHORTEST_COMPOUND:
        return 0.0
    pairs = [first + second for first, second in pairwise(word)]
    return _PARTIAL_CREDIT * sum(pair in text for pair in pairs) / len(pairs)
