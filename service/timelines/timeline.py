"""A timeline: sentences of the articles about one subject, in the order of the times they tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings.documents import Article, Span
from embeddings.text.exact_term import Match
from service.answers.correction import Correction
from service.times.period import EVER, Period
from service.times.validity import Validity


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A sentence, and when what it says holds.

    Attributes:
        article: the article that says it.
        quote: the sentence's range in the article's text.
        highlights: the ranges of the subject's words in the sentence.
        validity: when it holds, and what that rests on.
        reprints: other articles of the same story.
    """

    article: Article
    quote: Span
    highlights: tuple[Span, ...]
    validity: Validity
    reprints: tuple[Article, ...] = ()

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[slice(*self.quote)]

    @property
    def period(self) -> Period:
        """The days that it tells of."""
        return self.validity.period

    @property
    def year(self) -> int:
        """The year that it is listed under: the one that it begins in."""
        first, last = self.period.first, self.period.last
        return last.year if first == EVER else first.year


@dataclass(frozen=True, slots=True)
class Subject:
    """What a timeline is about.

    Attributes:
        text: the question or the words, without what was misspelt, and without its time.
        terms: what articles name verbatim; () if its words are looked for instead.
        match: whether an article must name all the terms, or any of them.
        period: the time that was asked about; None for any.
        corrections: the names and relative times that were read as others.
    """

    text: str
    terms: tuple[str, ...] = ()
    match: Match = "all"
    period: Period | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the articles say of a subject.

    Attributes:
        subject: what it is about.
        entries: in the order of their times.
        total: how many entries there are in all, in the year that was selected if any.
        years: how many entries each year has, ascending, whichever year was selected.
        undated: how many articles were left out because nothing tells their time.
        is_complete: whether all articles that name the subject were looked at.
        articles_left: how many articles pass the filters; None without filters.
        revision: the library revision that was searched.
    """

    subject: Subject
    entries: tuple[TimelineEntry, ...]
    total: int
    years: tuple[tuple[int, int], ...]
    undated: int
    is_complete: bool
    articles_left: int | None
    revision: int

    def select(self, year: int | None, limit: int) -> "Timeline":
        """Return it with the first ``limit`` entries of ``year``, or of all years."""
        selected = [one for one in self.entries if year is None or one.year == year]
        return replace(self, entries=tuple(selected[:limit]), total=len(selected))


def count_years(entries: Sequence[TimelineEntry]) -> tuple[tuple[int, int], ...]:
    """Return how many entries each year has, ascending."""
    return tuple(sorted(Counter(entry.year for entry in entries).items()))
