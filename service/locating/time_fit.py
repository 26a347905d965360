"""Whether words of an article hold for the time that a question is about."""

from datetime import timedelta
from enum import Enum

from embeddings.documents import Span
from service.questions.times import AskedTime, TimeRelation
from service.times.period import EVER
from service.times.validity import Basis, Chronology, Validity

_SOON = timedelta(days=366)


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
    asked: AskedTime | None, chronology: Chronology, words: Span, validity: Validity | None
) -> Fit:
    """Return how ``words``, which hold for ``validity``, stand to the time ``asked`` about."""
    if asked is None or asked.relation is TimeRelation.LATEST:
        return Fit.FITS
    if validity is None:
        if asked.is_relative:  # 今年, in an article of an unknown year
            return Fit.FITS
        is_told = chronology.tells(asked.period, words, Basis.DATE)
        return Fit.MENTIONED if is_told else Fit.UNKNOWN
    if validity.covered.overlaps(asked.period):
        if validity.period.first == EVER:  # what was changed later: since when it held is not told
            is_soon = validity.period.last - asked.period.last < _SOON
            return Fit.FITS if is_soon else Fit.UNKNOWN
        is_wide = validity.period.days > asked.period.days and validity.period == validity.covered
        return Fit.MENTIONED if is_wide else Fit.FITS
    is_told = chronology.tells(asked.period, words, validity.basis)
    return Fit.MENTIONED if is_told else Fit.CONTRADICTS
