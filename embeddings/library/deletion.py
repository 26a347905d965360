"""Delete an article, restore it, or remove it permanently, in the caller's transaction.

A deleted article appears in no answer and no list. Its text stays in the bin of the library file
until it is removed permanently; the deletion itself is recorded for longer, so that reading the
file again does not bring the article back.
"""

import json
from dataclasses import asdict, replace

from embeddings.documents import Article, Heading, Origin, PageStart
from embeddings.library.article_places import read_places
from embeddings.library.changes import Chunkings, write_articles
from embeddings.library.database import Connection
from embeddings.library.records import Change
from embeddings.library.row_mapping import ARTICLE, hash_reading, read_article_row
from embeddings.library.successors import forget
from embeddings.places import decode_places


def drop_article(connection: Connection, article_id: str, now: float) -> Change:
    """Move an article to the bin."""
    row = connection.execute(
        f"SELECT file, changed_at, {ARTICLE} FROM articles WHERE id = ?",  # noqa: S608
        (article_id,),
    ).fetchone()
    if row is None:
        return Change()
    file, changed_at = row[0], row[1]
    article = replace(read_article_row(row[2:]), places=read_places(connection, article_id))
    connection.execute(
        "INSERT OR REPLACE INTO deleted_articles VALUES (?, ?, ?, ?)",
        (article_id, file, hash_reading(article), now),
    )
    connection.execute(
        "INSERT OR REPLACE INTO bin VALUES (?, ?, ?, ?, ?)",
        (article_id, file, json.dumps(asdict(article), ensure_ascii=False), changed_at, now),
    )
    forget(connection, article_id)
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    return Change(removed=1)


def restore_article(connection: Connection, article_id: str, chunkings: Chunkings) -> Change:
    """Move an article from the bin back to its file."""
    query = "SELECT file, article, changed_at FROM bin WHERE article_id = ?"
    row = connection.execute(query, (article_id,)).fetchone()
    if row is None:
        return Change()
    return write_articles(connection, row[0], [_load_article(row[1])], chunkings, float(row[2]))


def remove_permanently(connection: Connection, before: float) -> int:
    """Remove the articles deleted before a time, in seconds since 1970; return their number."""
    removed = connection.execute("DELETE FROM bin WHERE deleted_at < ?", (before,)).rowcount
    connection.execute(_DROP_EMPTY_UPLOADS)
    connection.execute(_FORGET_WRITTEN)
    connection.execute(_FORGET_CHANGES)
    connection.execute(_FORGET_RATED)
    return removed


# A file without a path cannot be read again, so it goes with its last article.
_DROP_EMPTY_UPLOADS = """
DELETE FROM files WHERE origin = '' AND source IN (SELECT file FROM deleted_articles)
AND source NOT IN (SELECT file FROM bin)
AND NOT EXISTS (SELECT 1 FROM articles WHERE file = files.source)
"""


# Stored answers consist of ranges of articles, except what was written about them.
_FORGET_WRITTEN = """
UPDATE turns SET reply = json_remove(reply, '$.written')
WHERE json_type(reply, '$.written') = 'text' AND EXISTS (
SELECT 1 FROM json_each(reply, '$.articles') WHERE value NOT IN (SELECT id FROM articles)
AND value NOT IN (SELECT article_id FROM bin))
"""


# Of a rated answer, the question and the rating stay.
_FORGET_RATED = """
UPDATE feedback SET answer = '', short_answer = '', passage = ''
WHERE answer || short_answer || passage <> '' AND EXISTS (
SELECT 1 FROM json_each(articles) WHERE value NOT IN (SELECT id FROM articles)
AND value NOT IN (SELECT article_id FROM bin))
"""


_FORGET_CHANGES = """
DELETE FROM article_changes WHERE article_id NOT IN (SELECT id FROM articles)
AND article_id NOT IN (SELECT article_id FROM bin)
"""


def _load_article(text: str) -> Article:
    fields = json.loads(text)
    fields["headings"] = tuple(Heading(**heading) for heading in fields["headings"])
    fields["pages"] = tuple(PageStart(*page) for page in fields["pages"])
    known = fields.get("places", {"lines": [], "doubtful": []})
    fields["places"] = decode_places(known["lines"], known["doubtful"], len(fields["text"]))
    for name in ("date_origin", "byline_origin"):
        fields[name] = Origin(fields.get(name, Origin.UNKNOWN))
    fields["tags"] = tuple(fields.get("tags", ()))
    fields["as_read"] = tuple(tuple(pair) for pair in fields.get("as_read", ()))
    return Article(**fields)
