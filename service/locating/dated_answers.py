"""The answers of one passage for each of the times that it tells of."""

from collections.abc import Iterator

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.locating.located_answer import LocatedAnswer, locate_among
from service.locating.read_hits import ReadHit
from service.locating.time_fit import Fit
from service.questions.question import Question
from service.times.period import Period
from service.times.validity import Chronology

_MOST = 8


def find_dated_answers(
    read: ReadHit, question: Question, segmenter: Segmenter
) -> Iterator[LocatedAnswer]:
    """Yield the best answer of a passage for each time that it tells of and the question allows."""
    chronology = Chronology(read.article)
    taken: list[Period] = []

    def is_new(span: Span) -> bool:
        validity = chronology.find_validity(read.locate(span))
        return validity is not None and not any(validity.period.overlaps(one) for one in taken)

    while len(taken) < _MOST:
        located = locate_among(read, question, segmenter, chronology, is_new)
        if located is None or located.validity is None:
            return
        taken.append(located.validity.period)
        if located.fit is Fit.FITS:
            yield located
