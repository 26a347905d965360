"""The JSON of a timeline."""

from pydantic import BaseModel, Field

from service.timelines.timeline import Timeline, TimelineEntry
from service.times.validity import Basis
from service.web.schemas.article_head import ArticleHeadOut, read_head
from service.web.schemas.asking import CorrectionOut
from service.web.schemas.sources import Range, ReprintOut


class TimelineEntryOut(ArticleHeadOut):
    """A sentence about the subject, and when what it says holds."""

    period: str = Field(
        description="When it holds, in ISO 8601: a year, a month or a day (2022, 2022-03, "
        "2022-03-05), or two of them (2022-01/2022-06)."
    )
    year: int = Field(description="The year that it is listed under: the one that it begins in.")
    basis: Basis = Field(
        description="Where the article says so: in the sentence, earlier in the paragraph, in the "
        "heading or the title; or only by its date."
    )
    quote: str = Field(description="The sentence, verbatim.")
    start: int = Field(description="Character offset in the article's text where it starts.")
    end: int = Field(description="Character offset where it ends, exclusive.")
    highlights: list[Range] = Field(
        description="Ranges of the article's text with the subject's words in the sentence."
    )
    url: str = Field(description="Web address of the article, or empty.")
    page: int | None = Field(
        description="Printed page of the quote; null if the article has no pages.", examples=[3]
    )
    reprints: list[ReprintOut] = Field(description="Other articles that print the same story.")

    @classmethod
    def of(cls, entry: TimelineEntry) -> "TimelineEntryOut":
        """Convert."""
        article = entry.article
        return cls(
            period=entry.period.iso,
            year=entry.year,
            basis=entry.validity.basis,
            quote=entry.text,
            start=entry.quote.start,
            end=entry.quote.end,
            highlights=[(span.start, span.end) for span in entry.highlights],
            **read_head(article),
            url=article.url,
            page=article.page_at(entry.quote.start),
            reprints=[ReprintOut.of(each) for each in entry.reprints],
        )


class YearOut(BaseModel):
    """A year of a timeline."""

    year: int = Field(description="The year.")
    entries: int = Field(description="Number of entries listed under it.")


class TimelineOut(BaseModel):
    """What the articles say of a subject, in the order of the times that they tell."""

    subject: str = Field(
        description="What the timeline is about: `q` without its time, misspelt names corrected."
    )
    terms: list[str] = Field(
        description="The names that every article contains verbatim; empty if no article contains "
        "them, or `q` is a question: then its words are searched for."
    )
    period: str | None = Field(
        description="The ISO period that `q` asks about, such as 2018/.. for 2018年以来; null for "
        "any.",
        examples=["2018/.."],
    )
    corrections: list[CorrectionOut] = Field(
        description="Names with one wrong character and relative times (去年) in `q`, and what "
        "they were read as."
    )
    entries: list[TimelineEntryOut] = Field(description="The entries, earliest first.")
    total: int = Field(description="Number of entries, of the selected year if any.")
    years: list[YearOut] = Field(
        description="The years that have entries, ascending, whichever year was selected."
    )
    undated: int = Field(
        description="Number of articles that were left out because nothing tells their time."
    )
    complete: bool = Field(
        description="Whether all articles that contain the terms were looked at; false if there "
        "are more than 100, or no terms."
    )
    articles_left: int | None = Field(
        description="Number of articles that pass the filters; null without filters."
    )
    index_revision: int = Field(description="Revision of the library that was searched.")

    @classmethod
    def of(cls, timeline: Timeline) -> "TimelineOut":
        """Convert."""
        subject = timeline.subject
        return cls(
            subject=subject.text,
            terms=list(subject.terms),
            period=subject.period.iso if subject.period else None,
            corrections=[
                CorrectionOut(written=one.written, read_as=one.read_as)
                for one in subject.corrections
            ],
            entries=[TimelineEntryOut.of(entry) for entry in timeline.entries],
            total=timeline.total,
            years=[YearOut(year=year, entries=count) for year, count in timeline.years],
            undated=timeline.undated,
            complete=timeline.is_complete,
            articles_left=timeline.articles_left,
            index_revision=timeline.revision,
        )
