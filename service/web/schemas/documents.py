"""The JSON of the articles of the library."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from embeddings.documents import Article, Passage
from embeddings.library.records import Holding

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Title = Annotated[Line, StringConstraints(min_length=1, pattern=r"\S")]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Date = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
# Dialects of regular expressions differ in which control characters are white space.
_ADDRESS = r"^(https?://[^\s\x00-\x20\x7f-\xa0\ufeff]+)?$"
Url = Annotated[str, StringConstraints(max_length=2000, pattern=_ADDRESS)]


class ArticleIn(BaseModel):
    """An article to be added."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "新站启用",
                    "text": "本报讯 10月11日，城北新站启用。",
                    "date": "2017-10-11",
                }
            ]
        },
    )

    title: Line = Field(
        "",
        description="The headline; without one, the beginning of the text.",
        examples=["新站启用"],
    )
    text: Text = Field(
        description="Paragraphs, one a line.", examples=["本报讯 10月11日，城北新站启用。"]
    )
    date: Date = Field(
        "", description="ISO date: 2017-10-11, 2017-10 or 2017.", examples=["2017-10-11"]
    )
    byline: Line = Field("", description="Who wrote it.", examples=["记者 张三"])
    source: Line = Field(
        "",
        description="Where it comes from, as shown; by default the file.",
        examples=["2017-10-12 要闻.txt"],
    )
    url: Url = Field(
        "",
        description="Where it can be read, http or https.",
        examples=["https://example.org/2017/1011"],
    )
    id: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Your own: what is sent with it again is another version of the article."
    )


class ArticleChange(BaseModel):
    """What is to be changed of an article; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"byline": "记者 张三", "date": "2017-10"}]}
    )

    title: Title | None = Field(None, description="The headline.", examples=["新站启用"])
    text: Text | None = Field(
        None, description="Paragraphs, one a line.", examples=["本报讯 10月11日，城北新站启用。"]
    )
    date: Date | None = Field(
        None,
        description="ISO date: 2017-10-11, 2017-10 or 2017; empty for none.",
        examples=["2017-10-11"],
    )
    byline: Line | None = Field(None, description="Who wrote it.", examples=["记者 张三"])
    source: Line | None = Field(
        None, description="Where it comes from, as shown.", examples=["2017-10-12 要闻.txt"]
    )
    url: Url | None = Field(
        None,
        description="Where it can be read, http or https.",
        examples=["https://example.org/2017/1011"],
    )

    def changed(self, article: Article) -> Article:
        """Return ``article`` with the changes; headings and pages go with the text they were in."""
        given = self.model_dump(exclude_none=True)
        if self.text is not None:
            given["text"] = "\n".join(filter(None, map(str.strip, self.text.splitlines())))
            if given["text"] != article.text:
                given |= {"headings": (), "pages": ()}
        return replace(article, **given)


class DocumentIn(BaseModel):
    """A file of an upload."""

    n: int = Field(description="Its number in the job, from 0.")
    name: str = Field(description="The name it is known by.")
    state: str = Field(description="queued: it is on the disk and will be read.")


class UploadReply(BaseModel):
    """What was accepted: it is on the disk, and will be read whatever happens."""

    job_id: str = Field(description="Of GET /v1/jobs/{job_id}.")
    documents: list[DocumentIn] = Field(description="One a file, in order.")


class ArticleSummary(BaseModel):
    """An article without its text."""

    id: str = Field(description="Of the article.")
    source: str = Field(description="Where it comes from, as shown.")
    title: str = Field(description="The headline, or empty.")
    byline: str = Field(description="Who wrote it, as printed, or empty.")
    date: str = Field(description="ISO date, or empty.")
    characters: int = Field(description="How long its text is.")
    file: str = Field(description="The file that it was read from.")
    url: str = Field(description="The address that its file gives for it, or empty.")
    changed_at: datetime | None = Field(description="When it was last added or replaced.")

    @classmethod
    def of(cls, article: Article, holding: Holding) -> "ArticleSummary":
        """Convert."""
        return cls(
            id=article.id,
            source=article.source,
            title=article.title,
            byline=article.byline,
            date=article.date,
            characters=len(article.text),
            file=holding.file,
            url=article.url,
            changed_at=datetime.fromtimestamp(at, UTC) if (at := holding.changed_at) else None,
        )


class DocumentsReply(BaseModel):
    """One page of the list of articles."""

    documents: list[ArticleSummary] = Field(description="One a line of the list.")
    total: int = Field(description="How many articles match in all.")
    next_cursor: str | None = Field(description="Give it as cursor to go on; null at the end.")


class RangeOut(BaseModel):
    """A range of the article's text."""

    start: int = Field(description="Its first character in the article's text.", examples=[120])
    end: int = Field(description="Where it ends.", examples=[131])


class PassageOut(RangeOut):
    """A passage of the article."""

    id: str = Field(description="Of the passage.")
    heading: str = Field(description="The section heading above it, or empty.")

    @classmethod
    def of(cls, passage: Passage) -> "PassageOut":
        """Convert."""
        return cls(id=passage.id, heading=passage.heading, start=passage.start, end=passage.end)


class PageOut(BaseModel):
    """A printed page of the article."""

    offset: int = Field(description="Its first character in the article's text.", examples=[1204])
    number: int = Field(description="As printed.", examples=[3])


class DocumentReply(ArticleSummary):
    """A whole article."""

    text: str = Field(description="Paragraphs, one a line.")
    headings: list[RangeOut] = Field(description="Section headings.")
    pages: list[PageOut] = Field(description="Where printed pages begin; empty without pages.")
    passages: list[PassageOut] = Field(description="What is searched and quoted.")
    has_original: bool = Field(description="Whether `/original` gives the file it was read from.")

    @classmethod
    def whole(
        cls, article: Article, holding: Holding, passages: list[Passage], *, has_original: bool
    ) -> "DocumentReply":
        """Convert."""
        return cls(
            **ArticleSummary.of(article, holding).model_dump(),
            text=article.text,
            headings=[RangeOut(start=h.start, end=h.end) for h in article.headings],
            pages=[PageOut(offset=page.offset, number=page.number) for page in article.pages],
            passages=[PassageOut.of(passage) for passage in passages],
            has_original=has_original,
        )
