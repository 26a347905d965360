"""What an editor has set in an article stays when its file is read again.

There is one rule: it stays until the file says something else there than it said when the editor
set it. So each edited article keeps what its file says, field by field; everything that no editor
has set follows the file.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from embeddings.documents import Article

FIELDS = ("title", "text", "date", "byline", "source", "url", "collection", "tags")
# What belongs to a field and is kept with it.
_ALONG: Mapping[str, tuple[str, ...]] = {
    "text": ("headings", "pages", "places"),
    "date": ("date_origin",),
    "byline": ("byline_origin",),
}


def note_edit(stored: Article, edited: Article) -> Article:
    """Return an edited article with what its file says in the fields that the editor has set."""
    said = dict(stored.as_read)
    for field in FIELDS:
        if getattr(edited, field) == getattr(stored, field):
            continue
        before = said.setdefault(field, _tell(stored, field))
        if before == _tell(edited, field):  # as the file says
            del said[field]
    return replace(edited, as_read=tuple(said.items()))


def keep_edits(stored: Mapping[str, Article], read: Sequence[Article]) -> list[Article]:
    """Return articles as just read, with what editors have set in the ``stored`` ones, by id."""
    return [_keep(stored[one.id], one) if one.id in stored else one for one in read]


def name_along(field: str) -> tuple[str, ...]:
    """Return a field and those that belong to it."""
    return (field, *_ALONG.get(field, ()))


def _keep(stored: Article, read: Article) -> Article:
    said, kept = dict(read.as_read), dict[str, Any]()
    for field, before in stored.as_read:
        if said.get(field, _tell(read, field)) == before:
            kept |= {name: getattr(stored, name) for name in name_along(field)}
            said[field] = before
    return replace(read, **kept, as_read=tuple(said.items()))


def _tell(article: Article, field: str) -> str:
    """Return the value of a field as one string; of a text, its hash."""
    value = getattr(article, field)
    if field == "text":
        return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return "\n".join(value) if field == "tags" else str(value)
