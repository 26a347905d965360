"""The steps of a change to the library; each runs in the caller's transaction."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple
from hashlib import blake2b

from embeddings.documents import Article, Passage
from embeddings.library.article_places import write_places
from embeddings.library.database import Connection
from embeddings.library.history import forget_history
from embeddings.library.records import Change, StoredFile
from embeddings.library.row_mapping import (
    ARTICLE,
    build_article_row,
    build_filing_row,
    hash_content,
    hash_reading,
    read_article_row,
)
from embeddings.library.story_links import link, store_signature
from embeddings.library.successors import forget, note, note_removed
from embeddings.passages import PassageSettings, split_passages

Chunkings = Sequence[tuple[int, PassageSettings]]
"""Key and settings of each chunking of the articles."""


def write_file(connection: Connection, file: StoredFile) -> None:
    """Insert or replace the record of a file."""
    connection.execute(
        "INSERT INTO files (source, origin, content_hash, same_as, collection, shown_as, fixed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (source) DO UPDATE SET origin = excluded.origin, "
        "content_hash = excluded.content_hash, same_as = excluded.same_as, "
        "collection = excluded.collection, shown_as = excluded.shown_as, fixed = excluded.fixed",
        (file.source, file.origin, file.content_hash, file.same_as, *astuple(file.filing)),
    )


def write_articles(
    connection: Connection, file: str, articles: Sequence[Article], chunkings: Chunkings, now: float
) -> Change:
    """Store articles of a file; those that changed replace their former version."""
    known = _read_hashes(connection, [article.id for article in articles])
    unchanged = 0
    for article in articles:
        row = build_article_row(article)
        if known.get(article.id) == row[-1]:
            _update_filing(connection, article, now)
            if article.places:
                write_places(connection, article.id, article.places)
            unchanged += 1
            continue
        connection.execute("DELETE FROM articles WHERE id = ?", (article.id,))
        _insert(connection, file, row, now)
        if article.places:
            write_places(connection, article.id, article.places)
        link(connection, article.id, article.text)
        for chunking, settings in chunkings:
            write_passages(connection, chunking, split_passages(article, settings))
    _forget_deletions(connection, file, articles)
    replaced = sum(article.id in known for article in articles) - unchanged
    return Change(len(articles) - replaced - unchanged, replaced, unchanged)


def write_passages(connection: Connection, chunking: int, passages: Iterable[Passage]) -> None:
    """Add passages to a chunking."""
    connection.executemany(
        'INSERT INTO passages (cut, id, article_id, ordinal, heading, start, "end") '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((chunking, p.id, p.article_id, p.ordinal, p.heading, p.start, p.end) for p in passages),
    )


def chunk_missing(
    connection: Connection, ids: Sequence[str], chunking: tuple[int, PassageSettings]
) -> None:
    """Chunk those of the articles that have no passages in ``chunking`` yet."""
    key, settings = chunking
    rows = connection.execute(_WITHOUT_PASSAGES, (json.dumps(ids), key)).fetchall()
    for row in rows:
        write_passages(connection, key, split_passages(read_article_row(row), settings))


_WITHOUT_PASSAGES = f"""
SELECT {ARTICLE} FROM articles WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM passages WHERE article_id = articles.id AND cut = ?)
"""  # noqa: S608 - column names


def drop_other_articles(
    connection: Connection, file: str, kept: Collection[str], heir: str
) -> Change:
    """Drop all articles of a file except ``kept``.

    Links to them are redirected to their reprints in the file ``heir``. If a user deletes them,
    ``heir`` is "", and not even their titles are stored.
    """
    rows = connection.execute("SELECT id FROM articles WHERE file = ?", (file,)).fetchall()
    gone = [row for row in rows if row[0] not in kept]
    if heir:
        note_removed(connection, [row[0] for row in gone], heir)
    else:
        for row in gone:
            forget(connection, row[0])
    forget_history(connection, [row[0] for row in gone])
    connection.executemany("DELETE FROM articles WHERE id = ?", gone)
    return Change(removed=len(gone))


def bequeath(connection: Connection, file: str, new_hash: str = "") -> None:
    """Move the articles of ``file`` to another file that had the same content, if any.

    ``new_hash`` is the content hash of ``file`` now: nothing moves if it has not changed.

    They get new ids, because ``file`` may be read again and then uses the former ids. Their
    passages keep their keys, so that no index has to change.
    """
    query = "SELECT min(source) FROM files WHERE same_as = ? AND content_hash <> ?"
    heir = connection.execute(query, (file, new_hash)).fetchone()[0]
    if heir is None:
        return
    values = {"heir": heir, "file": file}
    query = "SELECT id, title, text FROM articles WHERE file = ?"
    for old, title, text in connection.execute(query, (file,)).fetchall():
        new = blake2b(f"{heir}\0{old}".encode(), digest_size=8).hexdigest()
        for step in _RENAME_STEPS:
            connection.execute(step, {"old": old, "new": new, **values})
        note(connection, old, title, new)
        _update_hash(connection, new)
        store_signature(connection, new, text)
    connection.execute(_INHERIT_DELETIONS, values)
    connection.execute("UPDATE files SET same_as = '' WHERE source = :heir", values)
    connection.execute("UPDATE files SET same_as = :heir WHERE same_as = :file", values)


def _update_hash(connection: Connection, article_id: str) -> None:
    """Update the content hash of an article whose source has changed."""
    query = f"SELECT {ARTICLE} FROM articles WHERE id = ?"  # noqa: S608 - column names
    article = read_article_row(connection.execute(query, (article_id,)).fetchone())
    values = (hash_content(article), article_id)
    connection.execute("UPDATE articles SET content_hash = ? WHERE id = ?", values)


_INHERIT_DELETIONS = """
INSERT OR IGNORE INTO deleted_articles
SELECT article_id, :heir, content_hash, deleted_at FROM deleted_articles WHERE file = :file
"""
_RENAME_STEPS = (
    "INSERT INTO articles SELECT :new, :heir, iif(source = :file, :heir, source), title, byline, "
    "date, text, headings, url, pages, content_hash, changed_at, story, date_origin, "
    "byline_origin, collection, tags, as_read FROM articles WHERE id = :old",
    "UPDATE printed_places SET article_id = :new WHERE article_id = :old",
    "UPDATE article_changes SET article_id = :new WHERE article_id = :old",
    "UPDATE passages SET article_id = :new, id = :new || '-' || ordinal WHERE article_id = :old",
    "DELETE FROM articles WHERE id = :old",
)


def inherit_deletions(connection: Connection, file: str) -> None:
    """Copy the deletions from the file that held the articles of ``file`` until now."""
    query = "SELECT same_as FROM files WHERE source = ? AND same_as <> ''"
    row = connection.execute(query, (file,)).fetchone()
    if row:
        connection.execute(_INHERIT_DELETIONS, {"heir": file, "file": row[0]})


def drop_file(connection: Connection, file: str, heir: str = "") -> Change:
    """Drop a file, and its articles unless another file has the same content."""
    bequeath(connection, file)
    change = drop_other_articles(connection, file, (), heir)
    connection.execute("DELETE FROM files WHERE source = ?", (file,))
    return change


def _read_hashes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    query = "SELECT id, content_hash FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(ids),)).fetchall())


def _insert(connection: Connection, file: str, row: Sequence[str], now: float) -> None:
    connection.execute(
        "INSERT INTO articles (id, source, title, byline, date, text, headings, url, pages, "
        "date_origin, byline_origin, collection, tags, as_read, content_hash, file, changed_at, "
        "story) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        (*row, file, now),
    )


def _update_filing(connection: Connection, article: Article, now: float) -> None:
    """Store where date and byline were found, collection and tags, if any of them is different.

    Filters go by them, so the article has changed for those who follow changes.
    """
    updated = connection.execute(
        "UPDATE articles SET date_origin = ?1, byline_origin = ?2, collection = ?3, tags = ?4, "
        "as_read = ?5, changed_at = ?6 WHERE id = ?7 AND (date_origin, byline_origin, collection, "
        "tags, as_read) <> (?1, ?2, ?3, ?4, ?5)",
        (*build_filing_row(article), now, article.id),
    )
    if updated.rowcount:
        values = (now, article.id)
        connection.execute("UPDATE catalogue SET changed_at = ? WHERE article_id = ?", values)


def _forget_deletions(connection: Connection, file: str, articles: Sequence[Article]) -> None:
    query = "SELECT 1 FROM deleted_articles WHERE file = ? LIMIT 1"
    if connection.execute(query, (file,)).fetchone():
        restored = [(file, article.id, hash_reading(article)) for article in articles]
        connection.executemany(f"DELETE FROM bin WHERE article_id IN ({_DELETED})", restored)  # noqa: S608
        connection.executemany(
            f"DELETE FROM deleted_articles WHERE file = ?1 AND article_id IN ({_DELETED})",  # noqa: S608
            restored,
        )


_DELETED = """
SELECT article_id FROM deleted_articles WHERE file = ?1 AND (article_id = ?2 OR content_hash = ?3)
"""
