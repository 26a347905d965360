"""The JSON of the articles in the library."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from embeddings.articles.tags import LONGEST_TAG, MOST_TAGS, unite_tags
from embeddings.documents import Article, Origin, PageStart, Passage
from embeddings.library.records import Holding
from embeddings.places import follow_offsets, merge_offsets
from embeddings.reading.file_types import has_page_images
from service.web.schemas.article_head import COLLECTION, TAGS
from service.web.schemas.fields import AS_NUMBER


def _remove_invisible(text: object) -> object:
    """Return a line without control and format characters, which could disguise it."""
    if not isinstance(text, str):
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    BeforeValidator(_remove_invisible),
]
Title = Annotated[Line, StringConstraints(min_length=1, pattern=r"\S")]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_TAG),
    BeforeValidator(_remove_invisible),
]
Offset = Annotated[int, Field(ge=0), AS_NUMBER]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS)]
Date = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
# Regular expression dialects disagree on which control characters are white space.
_ADDRESS = r"^(https?://[^\s\x00-\x20\x7f-\xa0\ufeff]+)?$"
Url = Annotated[str, StringConstraints(max_length=2000, pattern=_ADDRESS)]


class ArticleIn(BaseModel):
    """An article to add."""

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
        description="Headline; defaults to the beginning of the text.",
        examples=["新站启用"],
    )
    text: Text = Field(
        description="Paragraphs, one per line.", examples=["本报讯 10月11日，城北新站启用。"]
    )
    date: Date = Field(
        "", description="ISO date: 2017-10-11, 2017-10 or 2017.", examples=["2017-10-11"]
    )
    byline: Line = Field("", description="Author, as printed.", examples=["记者 张三"])
    source: Line = Field(
        "",
        description="Where it comes from, as displayed; defaults to the file name.",
        examples=["2017-10-12 要闻.txt"],
    )
    url: Url = Field(
        "",
        description="Web address (http or https) of the article.",
        examples=["https://example.org/2017/1011"],
    )
    collection: Line = Field(
        "",
        description="Collection that it belongs to; one that an editor has set stays.",
        examples=["晚报"],
    )
    tags: Tags = Field(
        [], description="Tags; those that an editor has set stay.", examples=[["党建"]]
    )
    id: Annotated[str, StringConstraints(max_length=200)] = Field(
        "",
        description="Your own id for the article. Sending it again replaces the earlier version.",
    )


class TextRange(BaseModel):
    """A range of the article's text."""

    start: Offset = Field(
        description="Character offset in the article's text where it starts.", examples=[120]
    )
    end: Offset = Field(description="Character offset where it ends, exclusive.", examples=[131])


class ArticleChange(BaseModel):
    """Changes to an article; omitted fields stay as they are."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"byline": "记者 张三", "date": "2017-10"}]}
    )

    title: Title | None = Field(None, description="Headline.", examples=["新站启用"])
    text: Text | None = Field(
        None, description="Paragraphs, one per line.", examples=["本报讯 10月11日，城北新站启用。"]
    )
    date: Date | None = Field(
        None,
        description="ISO date: 2017-10-11, 2017-10 or 2017; empty for none.",
        examples=["2017-10-11"],
    )
    byline: Line | None = Field(None, description="Author, as printed.", examples=["记者 张三"])
    source: Line | None = Field(
        None, description="Where it comes from, as displayed.", examples=["2017-10-12 要闻.txt"]
    )
    url: Url | None = Field(
        None,
        description="Web address (http or https) of the article.",
        examples=["https://example.org/2017/1011"],
    )
    collection: Line | None = Field(
        None, description="Collection that it belongs to; empty for none.", examples=["晚报"]
    )
    tags: Tags | None = Field(None, description="All its tags.", examples=[["党建", "社区"]])
    confirmed: list[TextRange] = Field(
        [],
        max_length=10_000,
        description="Ranges of the text, as changed, that are read rightly: they are no longer "
        "among the `doubtful`.",
    )

    def apply_to(self, article: Article) -> Article:
        """Return ``article`` with the changes; a new text drops the headings."""
        changes = self.model_dump(exclude_none=True, exclude={"confirmed"})
        if self.tags is not None:
            changes["tags"] = unite_tags(self.tags)
        for name in {"date", "byline"} & changes.keys():
            changes[f"{name}_origin"] = Origin.GIVEN if changes[name] else Origin.NONE
        if self.text is not None:
            changes["text"] = "\n".join(filter(None, map(str.strip, self.text.splitlines())))
            if changes["text"] != article.text:
                changes |= {"headings": (), "pages": _follow_pages(article, changes["text"])}
        return replace(article, **changes)


def _follow_pages(article: Article, text: str) -> tuple[PageStart, ...]:
    """Return where the article's pages begin in its new text."""
    offsets = follow_offsets((page.offset for page in article.pages), article.text, text)
    moved = zip(offsets, article.pages, strict=True)
    return tuple(PageStart(offset, page.number) for offset, page in moved if offset < len(text))


class DocumentIn(BaseModel):
    """A file in an upload."""

    n: int = Field(description="Number of the file in the job, from 0.")
    name: str = Field(description="Name of the file in the library.")
    state: str = Field(description="Always queued: the file is stored and will be read.")


class UploadReply(BaseModel):
    """The accepted files. They are on disk and will be read even after a crash."""

    job_id: str = Field(description="Id of the job, for GET /v1/jobs/{job_id}.")
    documents: list[DocumentIn] = Field(description="The files, in order.")


class ArticleSummary(BaseModel):
    """An article without its text."""

    id: str = Field(description="Id of the article.")
    source: str = Field(description="Where it comes from, as displayed.")
    title: str = Field(description="Headline, or empty.")
    byline: str = Field(description="Author as printed, or empty.")
    date: str = Field(description="ISO date, or empty.")
    date_origin: Origin = Field(
        description="Where the date was found: printed, web (what the page tells programs), "
        "file_name, document_property (of the file, no date of publication: no filter counts it), "
        "given (by whoever added it), unknown (read by an earlier version) or none."
    )
    byline_origin: Origin = Field(description="Where the byline was found, likewise.")
    collection: str = Field(description=COLLECTION, examples=["晚报"])
    tags: list[str] = Field(description=TAGS, examples=[["党建"]])
    characters: int = Field(description="Length of the text in characters.")
    doubts: int = Field(
        description="Number of places in a scan whose reading is in doubt.", examples=[12]
    )
    file: str = Field(description="File that it was read from.")
    url: str = Field(description="Web address of the article, or empty.")
    changed_at: datetime | None = Field(description="When it was last added or replaced.")

    @classmethod
    def of(cls, article: Article, holding: Holding, doubts: int) -> "ArticleSummary":
        """Convert."""
        return cls(
            id=article.id,
            source=article.source,
            title=article.title,
            byline=article.byline,
            date=article.date,
            date_origin=article.date_origin,
            byline_origin=article.byline_origin,
            collection=article.collection,
            tags=list(article.tags),
            characters=len(article.text),
            doubts=doubts,
            file=holding.file,
            url=article.url,
            changed_at=datetime.fromtimestamp(at, UTC) if (at := holding.changed_at) else None,
        )


class DocumentsReply(BaseModel):
    """A page of articles."""

    documents: list[ArticleSummary] = Field(description="The articles on this page.")
    total: int = Field(description="Number of matching articles on all pages.")
    next_cursor: str | None = Field(
        description="Pass as `cursor` to get the next page; null on the last page."
    )


class PassageOut(TextRange):
    """A passage of the article."""

    id: str = Field(description="Id of the passage.")
    heading: str = Field(description="Section heading above the passage, or empty.")

    @classmethod
    def of(cls, passage: Passage) -> "PassageOut":
        """Convert."""
        return cls(id=passage.id, heading=passage.heading, start=passage.start, end=passage.end)


class PageOut(BaseModel):
    """A printed page of the article."""

    offset: int = Field(
        description="Character offset in the article's text where the page starts.",
        examples=[1204],
    )
    number: int = Field(description="Page number as printed.", examples=[3])


class DocumentReply(ArticleSummary):
    """A whole article."""

    text: str = Field(description="Paragraphs, one per line.")
    headings: list[TextRange] = Field(description="Section headings.")
    pages: list[PageOut] = Field(description="Where each printed page starts; may be empty.")
    passages: list[PassageOut] = Field(description="The passages that are searched and quoted.")
    doubtful: list[TextRange] = Field(
        description="The characters of a scan whose reading is in doubt, as ranges. PUT the text "
        "with the right ones to correct them."
    )
    has_original: bool = Field(
        description="Whether `/original` returns the file that the article was read from."
    )
    has_page_images: bool = Field(
        description="Whether `/pages/{number}` returns images of its printed pages."
    )

    @classmethod
    def from_article(
        cls, article: Article, holding: Holding, passages: list[Passage], original: Path | None
    ) -> "DocumentReply":
        """Convert an article with its places, and the path of its file if that still exists."""
        doubtful = merge_offsets(article.places.doubtful)
        return cls(
            **ArticleSummary.of(article, holding, len(doubtful)).model_dump(),
            text=article.text,
            headings=[TextRange(start=h.start, end=h.end) for h in article.headings],
            pages=[PageOut(offset=page.offset, number=page.number) for page in article.pages],
            passages=[PassageOut.of(passage) for passage in passages],
            doubtful=[TextRange(start=start, end=end) for start, end in doubtful],
            has_original=original is not None,
            has_page_images=bool(article.pages and original and has_page_images(original)),
        )
