"""The history of articles: what an editor changed, when, and how it was before."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from embeddings.documents import Article, Heading, Origin, PageStart
from embeddings.library.database import Connection, Database
from embeddings.library.edited_fields import FIELDS, name_along
from embeddings.places import decode_places

Values = Mapping[str, Any]
"""Values of an article's fields, as JSON."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of an article by an editor.

    Attributes:
        key: ascending in the order of changes.
        edited_at: seconds since 1970, UTC, as all times.
        editor: the name of the API key; "" where none is needed.
        before: the changed fields as they were, with what belongs to them.
        after: the same fields as they became.
        undone_at: when it was taken back; None if it was not.
        undone_by: who took it back.
    """

    key: int
    edited_at: float
    editor: str
    before: Values
    after: Values
    undone_at: float | None
    undone_by: str

    @property
    def lasts(self) -> bool:
        """Whether it was not taken back."""
        return self.undone_at is None

    @property
    def fields(self) -> list[str]:
        """The fields that were changed."""
        return [field for field in FIELDS if field in self.before]

    def describes(self, article: Article) -> bool:
        """Return whether an article is still as this change left it."""
        current = _dump(article, self.fields)
        return all(current[field] == self.after[field] for field in self.fields)

    def take_back(self, article: Article) -> Article:
        """Return an article as it was before this change."""
        values: dict[str, Any] = {name: _load(name, self.before) for name in self.before}
        return replace(article, **values)


@dataclass(frozen=True, slots=True)
class History:
    """The history of the articles of a library; each call reads the current state."""

    database: Database

    def of_article(self, article_id: str) -> list[Edit]:
        """Return the changes of an article, the last one first."""
        return read_edits(self.database.connection, article_id)


_EDIT = "key, edited_at, editor, before, after, undone_at, undone_by"


def read_edits(connection: Connection, article_id: str) -> list[Edit]:
    """Return the changes of an article, the last one first."""
    query = f"SELECT {_EDIT} FROM article_changes WHERE article_id = ? ORDER BY key DESC"  # noqa: S608
    rows = connection.execute(query, (article_id,))
    return [
        Edit(key, at, editor, json.loads(before), json.loads(after), undone_at, undone_by)
        for key, at, editor, before, after, undone_at, undone_by in rows
    ]


def record_edit(connection: Connection, stored: Article, edited: Article, editor: str) -> None:
    """Store what a change of an article changes; both are complete, with their places."""
    fields = [name for name in FIELDS if getattr(stored, name) != getattr(edited, name)]
    if not fields:
        return
    before, after = (
        json.dumps(_dump(article, fields), ensure_ascii=False) for article in (stored, edited)
    )
    connection.execute(
        "INSERT INTO article_changes (article_id, edited_at, editor, before, after, undone_by) "
        "VALUES (?, ?, ?, ?, ?, '')",
        (stored.id, time.time(), editor, before, after),
    )


def note_undone(connection: Connection, edit: Edit, editor: str) -> None:
    """Record that a change was taken back."""
    query = "UPDATE article_changes SET undone_at = ?, undone_by = ? WHERE key = ?"
    connection.execute(query, (time.time(), editor, edit.key))


def forget_history(connection: Connection, article_ids: Sequence[str]) -> None:
    """Delete the history of articles."""
    query = "DELETE FROM article_changes WHERE article_id IN (SELECT value FROM json_each(?))"
    connection.execute(query, (json.dumps(article_ids),))


def _dump(article: Article, fields: Sequence[str]) -> dict[str, Any]:
    """Return fields and what belongs to them as JSON."""
    values = {name: getattr(article, name) for field in fields for name in name_along(field)}
    if "text" in values:
        values["headings"] = [(heading.start, heading.end) for heading in article.headings]
        values["places"] = [article.places.lines, article.places.doubtful]
    dumped: dict[str, Any] = json.loads(json.dumps(values))  # tuples become lists
    return dumped


def _load(name: str, values: Values) -> object:
    value = values[name]
    match name:
        case "tags":
            return tuple(value)
        case "headings":
            return tuple(Heading(*heading) for heading in value)
        case "pages":
            return tuple(PageStart(*page) for page in value)
        case "places":
            lines, doubtful = value
            return decode_places(lines, doubtful, len(values["text"]))
        case "date_origin" | "byline_origin":
            return Origin(value)
    return value
