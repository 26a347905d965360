"""What speaks for the best evidence being right, and what the question names that it lacks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from embeddings.documents import Article
from embeddings.text.normalize import fold_aligned
from service.answering.evidence import Evidence
from service.questions.query_terms import QueryTerms, Term
from service.questions.question import QuestionKind

# A year that the article must tell of; one that is only about right binds nothing.
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)(?!年(?:前后|左右))")
_DIGIT = re.compile(r"\d")
# What a compound is worth of which only parts are there: 停车位 for 机动车停车位.
_PARTS = 0.8
_SHORTEST_COMPOUND = 3


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """Each lies in 0..1, and more speaks for the answer. Shares are weighted by idf.

    Attributes:
        bigrams: share of the question's character bigrams that stand in the window.
        characters: the same for its characters.
        context_bigrams: the same for its bigrams in window and context.
        semantic: cosine of question and window.
        number: for a question that wants a number, how well its unit fits; else 1.
        date: for a question that wants a date, whether the window holds one, or digits; else 1.
        year: whether the article tells of the year that the question names; 1 without one.
        names: which share of the names, each counting the same, the article mentions; 1 without.
        attributes: share of what is asked about them that stands in the window.
        bound: names, attributes (here also in the context), number, date and year multiplied: one
            that fails is not made good by the others.
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
    """Return the signals of the best window."""
    question, features, window = evidence.query_terms.question, evidence.features, evidence.window
    attributes = _attributes(evidence.query_terms)
    number = features.form if question.kind is QuestionKind.NUMBER else 1.0
    date = _date(evidence) if question.kind is QuestionKind.DATE else 1.0
    year = float(_tells_years(window.hit.article, _YEAR.findall(question.content)))
    told = _share(attributes, window.context + window.folded)
    return ConfidenceFeatures(
        bigrams=features.bigrams,
        characters=features.characters,
        context_bigrams=features.context_bigrams,
        semantic=features.semantic,
        number=number,
        date=date,
        year=year,
        names=features.names,
        attributes=_share(attributes, window.folded),
        bound=features.names * told * number * date * year,
    )


def _tells_years(article: Article, years: Sequence[str]) -> bool:
    if not years:
        return True
    text = fold_aligned(f"{article.title}\n{article.text}")
    return all(year in text or year in article.date for year in years)


def _date(evidence: Evidence) -> float:
    return 1.0 if evidence.features.form else float(bool(_DIGIT.search(evidence.window.folded)))


def _attributes(query_terms: QueryTerms) -> list[Term]:
    asked = set(query_terms.question.attributes)
    return [term for term in query_terms.words if term.text in asked]


def _share(terms: Iterable[Term], text: str) -> float:
    """Return the weighted share of ``terms`` in ``text``, compounds by their parts; 1 of none."""
    total = found = 0.0
    for term in terms:
        total += term.weight
        found += term.weight * _credit(term.text, text)
    return found / total if total else 1.0


def _credit(word: str, text: str) -> float:
    if word in text:
        return 1.0
    if len(word) < _SHORTEST_COMPOUND:
        return 0.0
    pairs = [first + second for first, second in pairwise(word)]
    return _PARTS * sum(pair in text for pair in pairs) / len(pairs)
