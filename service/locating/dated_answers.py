"""The answers of one passage for each of the times that it tells of."""

from collections.abc import Iterator

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.locating.locate import list_elliptic, locate_among
from service.locating.located_answer import LocatedAnswer
from service.locating.read_hits import ReadHit
from service.locating.time_fit import Fit
from service.questions.question import Question
from service.short_answers.governing import is_governed
from service.times.period import Period
from service.times.validity import Validity, read_chronology

_MOST = 8


def find_dated_answers(
    read: ReadHit, question: Question, segmenter: Segmenter
) -> Iterator[LocatedAnswer]:
    """Yield the best answer of a passage for each time that it tells of and the question allows."""
    chronology = read_chronology(read.article)
    taken: list[Period] = []

    def is_new_time(validity: Validity) -> bool:
        return not any(validity.period.overlaps(one) for one in taken)

    def is_new(span: Span) -> bool:
        validity = chronology.find_validity(read.locate(span))
        is_fresh = validity is not None and is_new_time(validity)
        return is_fresh and is_governed(read.hit.text, span, question)

    while len(taken) < _MOST:
        located = locate_among(read, question, segmenter, chronology, is_new)
        if located is None or located.validity is None:
            return
        taken.append(located.validity.period)
        if located.fit is Fit.FITS:
            yield located
        for one in list_elliptic(located, question, chronology):
            if one.fit is Fit.FITS and one.validity and is_new_time(one.validity):
                taken.append(one.validity.period)
                yield one
