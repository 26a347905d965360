"""Whether words of an article hold for the time that a question is about."""

from datetime import timedelta
from enum import Enum

from embeddings.documents import Span
from service.questions.times import AskedTime, TimeRelation
from service.times.period import EVER, Period
from service.times.validity import Basis, Chronology, Validity

_SOON = timedelta(days=366)
_LONGEST_MONTH = 31  # days
_TOLD = (Basis.SENTENCE, Basis.PARAGRAPH)


class Fit(Enum):
    """How words stand to the time asked about; the value is a confidence feature, up to 1.

    Attributes:
        FITS: they hold then, or no time is asked about.
        MENTIONED: when they hold is not certain, but the article tells of that time.
        UNKNOWN: when they hold is not told, nor does the article tell of that time.
        CONTRADICTS: they hold for another time; the confidence is 0 whatever its features.
    """

    FITS = 1.0
    MENTIONED = 0.8
    UNKNOWN = -0.5
    CONTRADICTS = 0.0


def judge_time(
    asked: AskedTime | None,
    chronology: Chronology,
    words: Span,
    validity: Validity | None,
    *,
    is_amount: bool = False,
) -> Fit:
    """Return how ``words``, which hold for ``validity``, stand to the time ``asked`` about.

    An amount that the text gives for a longer time, such as half a year, is not that of a month.
    """
    if asked is None:
        return Fit.FITS
    if asked.relation is TimeRelation.LATEST:  # what was changed later is not the newest
        is_former = validity is not None and validity.period.first == EVER
        return Fit.CONTRADICTS if is_former else Fit.FITS
    if validity is None:
        if asked.is_relative:  # 今年, in an article of an unknown year
            return Fit.FITS
        is_told = chronology.tells(asked.period, words, Basis.DATE)
        return Fit.MENTIONED if is_told else Fit.UNKNOWN
    if validity.covered.overlaps(asked.period):
        return _judge_overlap(asked.period, validity, is_amount=is_amount)
    is_told = chronology.tells(asked.period, words, validity.basis)
    return Fit.MENTIONED if is_told else Fit.CONTRADICTS


def _judge_overlap(asked: Period, validity: Validity, *, is_amount: bool) -> Fit:
    """Return how words stand to a time of which they hold for a part, or more than it."""
    if validity.period.first == EVER:  # what was changed later: since when it held is not told
        is_soon = validity.period.last - asked.last < _SOON
        return Fit.FITS if is_soon else Fit.UNKNOWN
    is_told_at_length = validity.basis in _TOLD and validity.period.days > _LONGEST_MONTH
    if is_amount and is_told_at_length and asked.days <= _LONGEST_MONTH:
        return Fit.CONTRADICTS
    is_wide = validity.period.days > asked.days and validity.period == validity.covered
    return Fit.MENTIONED if is_wide else Fit.FITS
