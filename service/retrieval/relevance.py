"""Whether a passage that came near has anything to do with the query: what a search cuts off.

A search always finds some nearest passages. Of an absent name or an invented word, none is about
it; ``LEAST`` is the relevance below which a passage is not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from service.answers.hits import Hit
from service.language import Language
from service.linear_model import LinearModel
from service.questions.question import Question, QuestionKind
from service.retrieval.ranking import RankFeatures

# Below it, fewer than one in a hundred of the right passages lie: scripts/calibrate_cut_off.py.
LEAST = 0.4
# So few English words are no sentence that the transformer could compare.
_FEWEST_WORDS = 3
_UNRELATED_COSINE = 0.5  # the transformer's, of texts that have nothing in common
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class RelevanceFeatures:
    """What relevance is measured by; unlike ranking, nothing compares a hit with the others.

    Attributes:
        words: share of the query's words that occur in title, heading, lead or passage.
        sentence: share of its pairs of characters that occur in the best single sentence.
        bigrams: share of them that occur in any of the article's found passages.
        characters: share of its characters that occur in the passage.
        names: share of its names that occur in title, heading, lead or passage; 1 without names.
        order: share of neighbouring words that occur in the query's order.
        vectors: cosine by the static encoder, if above 0.
        meaning: cosine by the transformer above that of unrelated texts, in tenths; 0 if unread.
    """

    words: float
    sentence: float
    bigrams: float
    characters: float
    names: float
    order: float
    vectors: float
    meaning: float

    @classmethod
    def of(cls, hit: Hit, features: RankFeatures) -> "RelevanceFeatures":
        """Return the features of a hit from those that rank it."""
        cosine = hit.scores.meaning
        return cls(
            words=features.context_words,
            sentence=features.sentence,
            bigrams=features.article_bigrams,
            characters=features.characters,
            names=features.names,
            order=features.order,
            vectors=max(0.0, features.vectors),
            meaning=0.0 if cosine is None else _TENTHS * (cosine - _UNRELATED_COSINE),
        )


def add_relevance(
    hits: Sequence[Hit], features: Sequence[RankFeatures], question: Question
) -> list[Hit]:
    """Return ``hits``, whose ranking features are ``features``, with their relevance."""
    measured = [RelevanceFeatures.of(hit, one) for hit, one in zip(hits, features, strict=True)]
    return [
        replace(hit, scores=replace(hit.scores, relevance=_measure(hit, one, question)))
        for hit, one in zip(hits, measured, strict=True)
    ]


def is_relevant(hit: Hit) -> bool:
    """Return whether a search shows ``hit``."""
    relevance = hit.scores.relevance
    return relevance is None or relevance >= LEAST


def is_sentence(question: Question) -> bool:
    """Return whether an English query can be compared by its meaning."""
    return len(question.text.split()) >= _FEWEST_WORDS


def _measure(hit: Hit, features: RelevanceFeatures, question: Question) -> float:
    is_complete = 1.0 in {features.characters, features.words}  # else not worth looking for
    if is_complete and _mentions(hit, question.text):
        return 1.0
    is_read = hit.scores.meaning is not None
    if question.language is Language.ENGLISH:
        is_compared = is_read and is_sentence(question)
        return ENGLISH_READ.probability(features) if is_compared else features.words
    statement, other = _READ_MODELS if is_read else _UNREAD_MODELS
    model = statement if question.kind is QuestionKind.ANY else other
    return model.probability(features)


def _mentions(hit: Hit, text: str) -> bool:
    """Return whether title or passage have the whole query, whatever its script and spacing."""
    pattern = ExactTerm(text).pattern
    return any(pattern.search(fold_aligned(part)) for part in (hit.article.title, hit.text))


# Fitted by scripts/calibrate_cut_off.py on the bundled collection and on 2,070 news articles, with
# the questions of either as the absent ones of the other. What the transformer has not encoded yet
# has models of its own.
STATEMENT_READ = LinearModel(
    RelevanceFeatures(
        words=4.74,
        sentence=1.44,
        bigrams=2.56,
        characters=3.23,
        names=1.40,
        order=1.46,
        vectors=1.66,
        meaning=2.87,
    ),
    -9.03,
)
QUESTION_READ = LinearModel(
    RelevanceFeatures(
        words=1.90,
        sentence=1.49,
        bigrams=2.14,
        characters=1.40,
        names=2.10,
        order=1.80,
        vectors=2.36,
        meaning=4.57,
    ),
    -9.55,
)
STATEMENT = LinearModel(
    RelevanceFeatures(
        words=4.36,
        sentence=1.04,
        bigrams=3.09,
        characters=4.05,
        names=1.61,
        order=2.98,
        vectors=3.37,
        meaning=0.00,
    ),
    -6.59,
)
QUESTION = LinearModel(
    RelevanceFeatures(
        words=2.95,
        sentence=1.61,
        bigrams=3.65,
        characters=2.55,
        names=2.04,
        order=3.24,
        vectors=5.55,
        meaning=0.00,
    ),
    -5.79,
)
ENGLISH_READ = LinearModel(
    RelevanceFeatures(
        words=0.66,
        sentence=0.00,
        bigrams=0.00,
        characters=0.00,
        names=0.14,
        order=0.05,
        vectors=0.00,
        meaning=5.75,
    ),
    -2.55,
)
_READ_MODELS = STATEMENT_READ, QUESTION_READ
_UNREAD_MODELS = STATEMENT, QUESTION
