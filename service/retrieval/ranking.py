"""Rank hits with a learned linear model over cheap features of passage and article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.passages import build_context
from embeddings.quantities.spelling import Respelling, list_respellings, respell
from embeddings.text.normalize import fold_all_aligned
from service.answers.hits import Hit, Scores
from service.language import Language
from service.linear_model import LinearModel
from service.questions.query_terms import QueryTerms, TermSet, measure_coverage
from service.questions.question import Question, QuestionKind
from service.retrieval.candidates import center

_LEAD_CHARACTERS = 150
# Accurate enough for features, and many times faster than ``embeddings.text.sentences``.
_SENTENCE = re.compile(r"[^。!?…\n]+")
_PASSAGE_CHARACTERS = 300
_TENTHS = 10  # the transformer's cosines differ by a few hundredths


@dataclass(frozen=True, slots=True)
class RankFeatures:
    """The ranking features of a passage. Shares are weighted by idf, in 0..1.

    Attributes:
        terms: BM25 sum divided by the best one of this question.
        vectors: cosine of question and passage.
        characters: share of the question's characters that occur in the passage.
        context_words: share of its words that occur in title, heading, lead or passage.
        sentence: share of its bigrams that occur in the best single sentence.
        opening: 1 for an article's first passage, because news summarizes the story first.
        length: the passage's length divided by 300 characters.
        lead_words: share of the words that occur in the article's first 150 characters.
        article_bigrams: share of the bigrams that occur in any of the article's found passages.
        article_terms: the best ``terms`` among those passages.
        article_vectors: the best ``vectors`` among those passages.
        names: share of the names that occur in title, heading, lead or passage; 1 without names.
        order: share of neighbouring words that occur in the passage in the question's order.
        meaning: cosine by the transformer less its mean over all hits, in tenths; 0 if unread.
        article_meaning: the best ``meaning`` among the article's found passages.
        unread: 1 if the transformer has not encoded the passage yet.
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
    meaning: float
    article_meaning: float
    unread: float


def rank(hits: Sequence[Hit], features: Sequence[RankFeatures], question: Question) -> list[Hit]:
    """Return ``hits`` with their final scores, best first; ties are in order of passage ids."""
    unread = sum(hit.scores.meaning is None for hit in hits)
    model = _select_model(question, is_read=2 * unread < len(hits))
    scored = [
        Hit(hit.passage, hit.article, _replace_final(hit.scores, model.score(one)))
        for hit, one in zip(hits, features, strict=True)
    ]
    return sorted(scored, key=lambda hit: (-hit.scores.final, hit.passage.id))


def _select_model(question: Question, *, is_read: bool) -> LinearModel[RankFeatures]:
    if is_read and question.language is Language.ENGLISH:
        return _ENGLISH_MODEL
    statement, other = _READ_MODELS if is_read else _UNREAD_MODELS
    return statement if question.kind is QuestionKind.ANY else other


def measure_features(hits: Sequence[Hit], query_terms: QueryTerms) -> list[RankFeatures]:
    """Return the features of each hit; those of its article are measured over all ``hits``."""
    best = max((hit.scores.terms for hit in hits), default=0.0) or 1.0
    meanings = _measure_meaning([hit.scores.meaning for hit in hits])
    numbers = list_respellings(query_terms.question.content)
    folded_hits = [_respell(one, numbers) for one in _fold_hits(hits, meanings)]
    articles = _measure_articles(folded_hits, query_terms)
    return [
        _measure(folded, query_terms, best, articles[folded.hit.article.id])
        for folded in folded_hits
    ]


def _measure_meaning(cosines: Sequence[float | None]) -> list[float]:
    """Return each cosine less the mean of those that are known, in tenths; 0 if unknown."""
    return [_TENTHS * cosine for cosine in center(cosines)]


@dataclass(frozen=True, slots=True)
class _FoldedHit:
    """A hit with its folded text, context plus text, and the beginning of its article."""

    hit: Hit
    text: str
    whole: str
    lead: str
    meaning: float


def _fold_hits(hits: Sequence[Hit], meanings: Sequence[float]) -> list[_FoldedHit]:
    texts = fold_all_aligned([hit.text for hit in hits])
    contexts = fold_all_aligned([build_context(hit.article, hit.passage) for hit in hits])
    leads = fold_all_aligned([hit.article.text[:_LEAD_CHARACTERS] for hit in hits])
    return [
        _FoldedHit(hit, text, before + text, lead, meaning)
        for hit, text, before, lead, meaning in zip(
            hits, texts, contexts, leads, meanings, strict=True
        )
    ]


def _respell(folded: _FoldedHit, numbers: Sequence[Respelling]) -> _FoldedHit:
    """Write the numbers of the question as the question does."""
    if not numbers:
        return folded
    text, whole, lead = (respell(one, numbers) for one in (folded.text, folded.whole, folded.lead))
    return replace(folded, text=text, whole=whole, lead=lead)


@dataclass(frozen=True, slots=True)
class _ArticleFeatures:
    lead_words: float
    bigrams: float
    terms: float
    vectors: float
    meaning: float


def _measure_articles(
    hits: Sequence[_FoldedHit], query_terms: QueryTerms
) -> dict[str, _ArticleFeatures]:
    """Measure each article once, over its passages among ``hits``."""
    grouped: dict[str, list[_FoldedHit]] = {}
    for folded in hits:
        grouped.setdefault(folded.hit.article.id, []).append(folded)
    return {
        article_id: _measure_article(group, query_terms) for article_id, group in grouped.items()
    }


def _measure_article(group: Sequence[_FoldedHit], query_terms: QueryTerms) -> _ArticleFeatures:
    return _ArticleFeatures(
        lead_words=measure_coverage(query_terms.words, group[0].lead),
        bigrams=measure_coverage(query_terms.bigrams, "\n".join(folded.text for folded in group)),
        terms=max(folded.hit.scores.terms for folded in group),
        vectors=max(folded.hit.scores.vectors for folded in group),
        meaning=max(folded.meaning for folded in group),
    )


def _measure(
    folded: _FoldedHit, query_terms: QueryTerms, best: float, article: _ArticleFeatures
) -> RankFeatures:
    hit, text = folded.hit, folded.text
    sentences = _SENTENCE.findall(text)
    return RankFeatures(
        terms=hit.scores.terms / best,
        vectors=hit.scores.vectors,
        characters=measure_coverage(query_terms.characters, text),
        context_words=measure_coverage(query_terms.words, folded.whole),
        sentence=max(
            (measure_coverage(query_terms.bigrams, sentence) for sentence in sentences), default=0.0
        ),
        opening=float(hit.passage.ordinal == 0),
        length=len(text) / _PASSAGE_CHARACTERS,
        lead_words=article.lead_words,
        article_bigrams=article.bigrams,
        article_terms=article.terms / best,
        article_vectors=article.vectors,
        names=_measure_share(query_terms.question.names, folded.whole),
        order=_measure_order(query_terms.words, text),
        meaning=folded.meaning,
        article_meaning=article.meaning,
        unread=float(hit.scores.meaning is None),
    )


def _replace_final(scores: Scores, final: float) -> Scores:
    return replace(scores, final=final)


def _measure_share(names: Sequence[str], text: str) -> float:
    return sum(name in text for name in names) / len(names) if names else 1.0


def _measure_order(words: TermSet, text: str) -> float:
    """Return the share of neighbouring words that follow each other in ``text`` too."""
    places = [place for place in map(text.find, words.texts) if place >= 0]
    ascending = sum(second > first for first, second in pairwise(places))
    return ascending / max(1, len(words) - 1)


# Fitted by scripts/train_ranker.py: conditional logit over the candidates of each question, on
# pairs that the encoder never saw and on one half of five benches. Questions and statements
# (headlines, keywords) need different weights: an article's first lines repeat its headline. So do
# hits that the transformer has mostly not encoded yet.
STATEMENT = RankFeatures(
    terms=0.93,
    vectors=2.19,
    characters=1.65,
    context_words=1.86,
    sentence=1.91,
    opening=1.40,
    length=-1.51,
    lead_words=2.30,
    article_bigrams=2.55,
    article_terms=2.24,
    article_vectors=3.40,
    names=0.57,
    order=0.44,
    meaning=0.0,
    article_meaning=0.0,
    unread=0.0,
)
QUESTION = RankFeatures(
    terms=0.41,
    vectors=1.28,
    characters=1.56,
    context_words=1.66,
    sentence=2.60,
    opening=0.74,
    length=-1.28,
    lead_words=0.73,
    article_bigrams=2.37,
    article_terms=2.45,
    article_vectors=3.00,
    names=0.28,
    order=0.54,
    meaning=0.0,
    article_meaning=0.0,
    unread=0.0,
)
STATEMENT_READ = RankFeatures(
    terms=0.50,
    vectors=0.40,
    characters=0.91,
    context_words=1.42,
    sentence=1.88,
    opening=2.16,
    length=-0.81,
    lead_words=1.19,
    article_bigrams=2.77,
    article_terms=1.02,
    article_vectors=0.52,
    names=0.00,
    order=0.47,
    meaning=1.20,
    article_meaning=1.75,
    unread=1.14,
)
QUESTION_READ = RankFeatures(
    terms=0.00,
    vectors=0.00,
    characters=0.30,
    context_words=1.67,
    sentence=2.84,
    opening=0.98,
    length=-0.94,
    lead_words=0.00,
    article_bigrams=2.93,
    article_terms=0.99,
    article_vectors=0.00,
    names=0.00,
    order=0.81,
    meaning=0.80,
    article_meaning=1.47,
    unread=0.68,
)
# An English question shares only its names with Chinese articles: their meaning counts twice. Of 32
# questions over 2,080 articles, 18 instead of 15 find the passage first.
ENGLISH_READ = replace(
    QUESTION_READ,
    meaning=2 * QUESTION_READ.meaning,
    article_meaning=2 * QUESTION_READ.article_meaning,
)
_ENGLISH_MODEL = LinearModel(ENGLISH_READ)
_UNREAD_MODELS = LinearModel(STATEMENT), LinearModel(QUESTION)
_READ_MODELS = LinearModel(STATEMENT_READ), LinearModel(QUESTION_READ)
