"""Estimate the confidence of an answer from what the reader says."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.answering.named_subject import measure_names, measure_ordinals
from service.linear_model import LinearModel
from service.locating.located_answer import LocatedAnswer
from service.locating.read_hits import ReadHit
from service.locating.time_fit import Fit
from service.questions.answer_spans import asks_year
from service.questions.question import Question, QuestionKind
from service.short_answers.demands import demands_form

_WIDEST_MARGIN = 5.0
_LEAST_LOG_PROBABILITY = -8.0
# Words of the form that the reader all but rules out are there by chance.
_UNLIKELY = -4.0
_UNDATED_LOG_PROBABILITY = -1.0  # of words without the year asked for, which is told elsewhere


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """The features of an answer; higher values support it.

    Attributes:
        answers: that the passage answers, as the reader's logit.
        margin: how much more than the best passage of another article, at most 5; 5 if no other
            was read.
        words: the log-probability of the words that answer, at least -8; -8 if no words have the
            form that the question asks for.
        names: the share of the question's names that the article mentions; 1 without any.
        occasion: how the time fits that the question is about, or the share of its ordinal numbers
            that the article mentions, whichever is less; 1 without any.
    """

    answers: float
    margin: float
    words: float
    names: float
    occasion: float


def measure_confidence_features(
    located: LocatedAnswer, question: Question, read: Sequence[ReadHit]
) -> ConfidenceFeatures:
    """Return the features of an answer; ``read`` are all passages that were read."""
    article, answers = located.read.article, located.read.reading.answers
    others = [one.reading.answers for one in read if one.story != located.read.story]
    margin = answers - max(others) if others else _WIDEST_MARGIN
    log_probability = located.log_probability
    if log_probability is None and _tells_year(located, question):
        log_probability = _UNDATED_LOG_PROBABILITY
    return ConfidenceFeatures(
        answers=answers,
        margin=min(max(margin, 0.0), _WIDEST_MARGIN),
        words=max(
            _LEAST_LOG_PROBABILITY if log_probability is None else log_probability,
            _LEAST_LOG_PROBABILITY,
        ),
        names=measure_names(question, article),
        occasion=min(measure_ordinals(question, article), located.fit.value),
    )


def lacks_form(located: LocatedAnswer, question: Question) -> bool:
    """Return whether the passage has no such number, date, name or contact as is asked for.

    A year that is asked for may be told elsewhere in the article, or by its date.
    """
    probability = located.log_probability
    is_unlikely = question.kind is not QuestionKind.NAME and (probability or 0) < _UNLIKELY
    is_missing = probability is None or is_unlikely
    return is_missing and demands_form(question) and not _tells_year(located, question)


def _tells_year(located: LocatedAnswer, question: Question) -> bool:
    validity = located.validity
    return asks_year(question) and validity is not None and validity.period.is_within_year


def estimate_confidence(located: LocatedAnswer, question: Question, read: Sequence[ReadHit]) -> int:
    """Return the confidence, 0-100: of answers with confidence 70, about 70 in 100 are right.

    It is 0 for an answer that lacks its form, or holds for another time.
    """
    if lacks_form(located, question) or located.fit is Fit.CONTRADICTS:
        return 0
    return compute_percent(measure_confidence_features(located, question, read))


def compute_percent(features: ConfidenceFeatures) -> int:
    """Return the confidence, 0-100, of an answer with these features."""
    return round(100 * _MODEL.probability(features))


# Fitted by scripts/train_confidence.py: a logistic model, 1 if the quote holds an accepted answer,
# on questions on news articles that the reader was not trained on.
_WEIGHTS = ConfidenceFeatures(
    answers=0.62,
    margin=0.38,
    words=0.19,
    names=0.57,
    occasion=2.19,
)
_INTERCEPT = -3.69
_MODEL = LinearModel(_WEIGHTS, _INTERCEPT)
