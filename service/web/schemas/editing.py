"""The JSON of changes to several articles, and of the history of one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from embeddings.articles.tags import unite_tags
from embeddings.documents import Article
from embeddings.library.history import Edit
from embeddings.text.normalize import fold
from service.ingestion.editing import Outcome
from service.web.schemas.documents import ArticleChange, Date, Line, Tags, Url
from service.web.schemas.fields import Request

_MOST = 1000  # articles in one request


class CommonChange(BaseModel):
    """One change of several articles; omitted fields stay as they are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"collection": "晚报", "add_tags": ["党建"]}]},
    )

    collection: Line | None = Field(
        None, description="Collection that they belong to; empty for none.", examples=["晚报"]
    )
    add_tags: Tags = Field([], description="Tags to add.", examples=[["党建"]])
    remove_tags: Tags = Field([], description="Tags to remove.", examples=[["草稿"]])
    date: Date | None = Field(
        None, description="ISO date; empty for none.", examples=["2017-10-11"]
    )
    byline: Line | None = Field(None, description="Author.", examples=["记者 张三"])
    source: Line | None = Field(
        None, description="Where they come from, as displayed.", examples=["晚报 2017-10-11"]
    )
    url: Url | None = Field(
        None, description="Web address.", examples=["https://example.org/2017/1011"]
    )

    def apply_to(self, article: Article) -> Article:
        """Return the article with the changes."""
        fields = self.model_dump(exclude_none=True, exclude={"add_tags", "remove_tags"})
        removed = {fold(tag) for tag in self.remove_tags}
        tags = (tag for tag in (*article.tags, *self.add_tags) if fold(tag) not in removed)
        return replace(ArticleChange(**fields).apply_to(article), tags=unite_tags(tags))


class ChangeRequest(Request):
    """Several articles, and one change of all of them."""

    ids: list[str] = Field(
        min_length=1,
        max_length=_MOST,
        description="Ids of the articles.",
        examples=[["b7eb46144430e45b"]],
    )
    change: CommonChange = Field(description="What to change.")


class ChangeOutcome(BaseModel):
    """What became of one article."""

    id: str = Field(description="Id of the article.", examples=["b7eb46144430e45b"])
    outcome: Outcome = Field(
        description="changed, unchanged (it already was so), no_such_document, changed_meanwhile "
        "(by somebody else; try again) or outside_rights (of the API key).",
        examples=["changed"],
    )


class ChangeReply(BaseModel):
    """What became of each article."""

    outcomes: list[ChangeOutcome] = Field(description="One for each article, in order.")

    @classmethod
    def of(cls, outcomes: Iterable[tuple[str, Outcome]]) -> "ChangeReply":
        """Convert."""
        return cls(outcomes=[ChangeOutcome(id=name, outcome=found) for name, found in outcomes])


class FieldEdit(BaseModel):
    """A changed field of an article."""

    field: str = Field(
        description="title, text, date, byline, source, url, collection or tags.",
        examples=["collection"],
    )
    before: str | list[str] = Field(description="Its value before.", examples=[""])
    after: str | list[str] = Field(description="Its value after.", examples=["晚报"])


class EditOut(BaseModel):
    """One change of an article."""

    edited_at: datetime = Field(description="When it was made.", examples=["2026-01-02T03:04:05Z"])
    editor: str = Field(
        description="Name of the API key that made it; empty where none is needed.",
        examples=["编辑"],
    )
    fields: list[FieldEdit] = Field(description="What was changed.")
    undone_at: datetime | None = Field(
        description="When it was taken back; null if it was not.", examples=[None]
    )
    undone_by: str = Field(description="Name of the API key that took it back.", examples=[""])

    @classmethod
    def of(cls, edit: Edit) -> "EditOut":
        """Convert."""
        return cls(
            edited_at=datetime.fromtimestamp(edit.edited_at, UTC),
            editor=edit.editor,
            fields=[_describe(edit, name) for name in edit.fields],
            undone_at=None if edit.lasts else datetime.fromtimestamp(edit.undone_at or 0, UTC),
            undone_by=edit.undone_by,
        )


class HistoryReply(BaseModel):
    """The changes of an article by editors."""

    edits: list[EditOut] = Field(description="The changes, the last one first.")

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> "HistoryReply":
        """Convert."""
        return cls(edits=[EditOut.of(edit) for edit in edits])


def _describe(edit: Edit, name: str) -> FieldEdit:
    before: Any = edit.before[name]
    after: Any = edit.after[name]
    return FieldEdit(field=name, before=before, after=after)
