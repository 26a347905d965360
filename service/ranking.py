"""The order of hits: a learned linear model over cheap features of passage and article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter, mul

from embeddings.normalize import fold_aligned
from embeddings.passages import context
from service.nouns import Hit
from service.probe import Probe, Term, coverage
from service.questions import Kind

_LEAD_CHARACTERS = 150
# Good enough to measure by, and many times faster than ``embeddings.sentences``.
_SENTENCE = re.compile(r"[^。!?…\n]+")
_PASSAGE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class RankFeatures:
    """What is known of a passage before it is ranked. Shares are weighted by idf, in 0..1.

    Attributes:
        terms: BM25 sum over the best one of this question.
        vectors: cosine of question and passage.
        characters: share of the question's characters that stand in the passage.
        context_words: share of its words that stand in title, heading, lead or passage.
        sentence: share of its bigrams that stand in the best single sentence.
        opening: 1 for an article's first passage: news tells the whole matter first.
        length: the passage's length over 300 characters.
        lead_words: share of the words that stand in the article's first 150 characters.
        article_bigrams: share of the bigrams that stand in any of the article's found passages.
        article_terms: the best ``terms`` among them.
        article_vectors: the best ``vectors`` among them.
        names: share of the names that stand in title, heading, lead or passage; 1 without names.
        order: share of the words that stand in the passage in the question's order.
    """

    terms: float
    vectors: float
    characters: float
    context_words: float
    sentence: float
    opening: float
    length: float
    lead_words: float
    article_bigrams: float
    article_terms: float
    article_vectors: float
    names: float
    order: float


_values = attrgetter(*RankFeatures.__dataclass_fields__)


def rank(hits: Sequence[Hit], probe: Probe) -> list[Hit]:
    """Return ``hits`` with their final scores, best first; equal ones in the order of their ids."""
    weights = STATEMENT if probe.question.kind is Kind.ANY else QUESTION
    scored = [
        Hit(hit.passage, hit.article, replace(hit.scores, final=_weigh(weights, features)))
        for hit, features in zip(hits, measure(hits, probe), strict=True)
    ]
    return sorted(scored, key=lambda hit: (-hit.scores.final, hit.passage.id))


def measure(hits: Sequence[Hit], probe: Probe) -> list[RankFeatures]:
    """Return the features of every hit; those of its article come from all of ``hits``."""
    best = max((hit.scores.terms for hit in hits), default=0.0) or 1.0
    texts = [fold_aligned(hit.text) for hit in hits]
    articles = _articles(hits, texts, probe)
    return [
        _measure(hit, text, probe, best, articles[hit.article.id])
        for hit, text in zip(hits, texts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _ArticleFeatures:
    lead_words: float
    bigrams: float
    terms: float
    vectors: float


def _articles(
    hits: Sequence[Hit], texts: Sequence[str], probe: Probe
) -> dict[str, _ArticleFeatures]:
    """Measure each article once, from those of its passages that were found."""
    grouped: dict[str, list[tuple[Hit, str]]] = {}
    for hit, text in zip(hits, texts, strict=True):
        grouped.setdefault(hit.article.id, []).append((hit, text))
    return {article_id: _measure_article(group, probe) for article_id, group in grouped.items()}


def _measure_article(group: Sequence[tuple[Hit, str]], probe: Probe) -> _ArticleFeatures:
    lead = fold_aligned(group[0][0].article.text[:_LEAD_CHARACTERS])
    return _ArticleFeatures(
        lead_words=coverage(probe.words, lead),
        bigrams=coverage(probe.bigrams, "\n".join(text for _, text in group)),
        terms=max(hit.scores.terms for hit, _ in group),
        vectors=max(hit.scores.vectors for hit, _ in group),
    )


def _measure(
    hit: Hit, text: str, probe: Probe, best: float, article: _ArticleFeatures
) -> RankFeatures:
    whole = fold_aligned(context(hit.article, hit.passage)) + text
    return RankFeatures(
        terms=hit.scores.terms / best,
        vectors=hit.scores.vectors,
        characters=coverage(probe.characters, text),
        context_words=coverage(probe.words, whole),
        sentence=max(
            (coverage(probe.bigrams, one) for one in _SENTENCE.findall(text)), default=0.0
        ),
        opening=float(hit.passage.ordinal == 0),
        length=len(text) / _PASSAGE_CHARACTERS,
        lead_words=article.lead_words,
        article_bigrams=article.bigrams,
        article_terms=article.terms / best,
        article_vectors=article.vectors,
        names=_share(probe.question.names, whole),
        order=_order(probe.words, text),
    )


def _weigh(weights: RankFeatures, features: RankFeatures) -> float:
    return float(sum(map(mul, _values(weights), _values(features))))


def _share(names: Sequence[str], text: str) -> float:
    return sum(name in text for name in names) / len(names) if names else 1.0


def _order(words: Sequence[Term], text: str) -> float:
    """Return the share of neighbouring words that follow each other in ``text`` too."""
    places = [place for word in words if (place := text.find(word.text)) >= 0]
    ascending = sum(second > first for first, second in pairwise(places))
    return ascending / max(1, len(words) - 1)


# Fitted by scripts/train_ranker.py: conditional logit over the candidates of each question, on
# pairs that the encoder never saw. Questions and statements (headlines, keywords) want other
# things: a headline is told again in an article's first lines.
STATEMENT = RankFeatures(
    terms=1.79,
    vectors=2.24,
    characters=1.34,
    context_words=2.42,
    sentence=0.53,
    opening=1.44,
    length=-1.67,
    lead_words=1.57,
    article_bigrams=3.17,
    article_terms=2.13,
    article_vectors=1.98,
    names=0.73,
    order=0.00,
)
QUESTION = RankFeatures(
    terms=0.00,
    vectors=1.90,
    characters=0.66,
    context_words=1.47,
    sentence=0.00,
    opening=0.95,
    length=-1.45,
    lead_words=0.55,
    article_bigrams=4.18,
    article_terms=2.61,
    article_vectors=2.47,
    names=0.21,
    order=0.18,
)
