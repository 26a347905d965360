"""What the reader is given of a passage: its text, or that with dates instead of 三天前."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from embeddings.documents import Span
from service.answers.hits import Hit
from service.answers.wording import format_chinese_period
from service.questions.question import Question, QuestionKind
from service.times.dated_words import needs_date
from service.times.validity import read_chronology


class Replaced(NamedTuple):
    """Words of a passage, and the range of what stands for them in the text that is read."""

    words: Span
    read: Span


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text that is read, and the words that are replaced in it, in order."""

    text: str
    replaced: Sequence[Replaced] = ()

    def locate(self, span: Span) -> Span:
        """Return a range of the text as a range of the passage; replaced words are whole."""
        return Span(self._locate(span.start, at_end=False), self._locate(span.end, at_end=True))

    def _locate(self, offset: int, *, at_end: bool) -> int:
        shift = 0
        for words, read in self.replaced:
            if offset < read.start + at_end:
                break
            if offset < read.end:
                return words.end if at_end else words.start
            shift = words.end - read.end
        return offset + shift


Render = Callable[[Hit], Rendered]
"""Writes what is read of a hit."""


def render_as_printed(hit: Hit) -> Rendered:
    """Return the text of a passage as it is."""
    return Rendered(hit.text)


def choose_rendering(question: Question) -> Render:
    """Return how passages are given to the reader: with dates if the question asks for one."""
    return render_with_dates if question.kind is QuestionKind.DATE else render_as_printed


def render_with_dates(hit: Hit) -> Rendered:
    """Return the text of a passage with the days, months and years that its words mean.

    The reader was trained on texts with dates, and takes 昨日 for no answer to when.
    """
    start, text = hit.passage.start, hit.article.text
    chronology = read_chronology(hit.article)
    if chronology.anchor is None:
        return render_as_printed(hit)
    written, replaced, at, length = [], [], start, 0
    for told in chronology.find_told_in(Span(start, hit.passage.end)):
        if needs_date(text, told) and told.span.end <= hit.passage.end:
            date = format_chinese_period(told.period.iso)
            length += told.span.start - at
            written += [text[at : told.span.start], date]
            words = Span(told.span.start - start, told.span.end - start)
            replaced.append(Replaced(words, Span(length, length + len(date))))
            at, length = told.span.end, length + len(date)
    written.append(text[at : hit.passage.end])
    return Rendered("".join(written), tuple(replaced))
