"""The steps of a change of the library, each within a transaction that the caller holds."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple
from hashlib import blake2b

from embeddings.documents import Article, Passage
from embeddings.library.database import Connection
from embeddings.library.records import Change, StoredFile
from embeddings.library.row_mapping import (
    ARTICLE,
    build_article_row,
    hash_content,
    hash_reading,
    read_article_row,
)
from embeddings.library.story_links import keep_sketch, link
from embeddings.library.successors import forget, note, note_gone
from embeddings.passages import PassageSettings, split_passages

Chunkings = Sequence[tuple[int, PassageSettings]]
"""Key and settings of each cut of the articles into passages."""


def write_file(connection: Connection, file: StoredFile) -> None:
    """Store what is known of a file, in place of what was."""
    connection.execute(
        "INSERT INTO files (source, origin, content_hash, same_as) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (source) DO UPDATE SET origin = excluded.origin, "
        "content_hash = excluded.content_hash, same_as = excluded.same_as",
        astuple(file),
    )


def write_articles(
    connection: Connection, file: str, articles: Sequence[Article], cuts: Chunkings, now: float
) -> Change:
    """Store articles of a file, those that changed in place of what they were."""
    known = _hashes(connection, [article.id for article in articles])
    unchanged = 0
    for article in articles:
        row = build_article_row(article)
        if known.get(article.id) == row[-1]:
            unchanged += 1
            continue
        connection.execute("DELETE FROM articles WHERE id = ?", (article.id,))
        _insert(connection, file, row, now)
        link(connection, article.id, article.text)
        for cut, settings in cuts:
            write_passages(connection, cut, split_passages(article, settings))
    _forget_deletions(connection, file, articles)
    replaced = sum(article.id in known for article in articles) - unchanged
    return Change(len(articles) - replaced - unchanged, replaced, unchanged)


def write_passages(connection: Connection, cut: int, passages: Iterable[Passage]) -> None:
    """Add passages to a cut."""
    connection.executemany(
        'INSERT INTO passages (cut, id, article_id, ordinal, heading, start, "end") '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((cut, p.id, p.article_id, p.ordinal, p.heading, p.start, p.end) for p in passages),
    )


def chunk_missing(
    connection: Connection, ids: Sequence[str], cut: tuple[int, PassageSettings]
) -> None:
    """Cut those of the articles that have no passages in ``cut`` yet."""
    key, settings = cut
    rows = connection.execute(_UNCUT, (json.dumps(ids), key)).fetchall()
    for row in rows:
        write_passages(connection, key, split_passages(read_article_row(row), settings))


_UNCUT = f"""
SELECT {ARTICLE} FROM articles WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM passages WHERE article_id = articles.id AND cut = ?)
"""  # noqa: S608 - column names


def drop_other_articles(
    connection: Connection, file: str, kept: Collection[str], heir: str
) -> Change:
    """Drop the articles of a file that it no longer holds.

    Links to them lead to the articles of the file ``heir`` that tell the same; "" when somebody
    deletes them, and nothing of them is to be kept.
    """
    rows = connection.execute("SELECT id FROM articles WHERE file = ?", (file,)).fetchall()
    gone = [row for row in rows if row[0] not in kept]
    if heir:
        note_gone(connection, [row[0] for row in gone], heir)
    else:
        for row in gone:
            forget(connection, row[0])
    connection.executemany("DELETE FROM articles WHERE id = ?", gone)
    return Change(removed=len(gone))


def bequeath(connection: Connection, file: str, now_holds: str = "") -> None:
    """Give the articles of ``file`` to another file of the content that it had, if there is one.

    ``now_holds`` is the hash of what it holds now: a file that still holds the same gives nothing.

    They get other ids, for ``file`` may be read again and then names its articles as before. Their
    passages keep their keys, so that no index has to change.
    """
    query = "SELECT min(source) FROM files WHERE same_as = ? AND content_hash <> ?"
    heir = connection.execute(query, (file, now_holds)).fetchone()[0]
    if heir is None:
        return
    values = {"heir": heir, "file": file}
    query = "SELECT id, title, text FROM articles WHERE file = ?"
    for old, title, text in connection.execute(query, (file,)).fetchall():
        new = blake2b(f"{heir}\0{old}".encode(), digest_size=8).hexdigest()
        for step in _RENAMING:
            connection.execute(step, {"old": old, "new": new, **values})
        note(connection, old, title, new)
        _renew_hash(connection, new)
        keep_sketch(connection, new, text)
    connection.execute(_INHERIT_DELETIONS, values)
    connection.execute("UPDATE files SET same_as = '' WHERE source = :heir", values)
    connection.execute("UPDATE files SET same_as = :heir WHERE same_as = :file", values)


def _renew_hash(connection: Connection, article_id: str) -> None:
    """Note the hash of what an article shows now that its source is another."""
    query = f"SELECT {ARTICLE} FROM articles WHERE id = ?"  # noqa: S608 - column names
    article = read_article_row(connection.execute(query, (article_id,)).fetchone())
    values = (hash_content(article), article_id)
    connection.execute("UPDATE articles SET content_hash = ? WHERE id = ?", values)


_INHERIT_DELETIONS = """
INSERT OR IGNORE INTO deleted_articles
SELECT article_id, :heir, content_hash, deleted_at FROM deleted_articles WHERE file = :file
"""
_RENAMING = (
    "INSERT INTO articles SELECT :new, :heir, iif(source = :file, :heir, source), title, byline, "
    "date, text, headings, url, pages, content_hash, changed_at, story FROM articles "
    "WHERE id = :old",
    "UPDATE passages SET article_id = :new, id = :new || '-' || ordinal WHERE article_id = :old",
    "DELETE FROM articles WHERE id = :old",
)


def inherit_deletions(connection: Connection, file: str) -> None:
    """Let a file that another one held until now know what was deleted from it there."""
    query = "SELECT same_as FROM files WHERE source = ? AND same_as <> ''"
    row = connection.execute(query, (file,)).fetchone()
    if row:
        connection.execute(_INHERIT_DELETIONS, {"heir": file, "file": row[0]})


def drop_file(connection: Connection, file: str, heir: str = "") -> Change:
    """Drop a file; its articles go too, unless another file has the same content."""
    bequeath(connection, file)
    change = drop_other_articles(connection, file, (), heir)
    connection.execute("DELETE FROM files WHERE source = ?", (file,))
    return change


def _hashes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    query = "SELECT id, content_hash FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(ids),)).fetchall())


def _insert(connection: Connection, file: str, row: Sequence[str], now: float) -> None:
    connection.execute(
        "INSERT INTO articles (id, source, title, byline, date, text, headings, url, pages, "
        "content_hash, file, changed_at, story) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        (*row, file, now),
    )


def _forget_deletions(connection: Connection, file: str, articles: Sequence[Article]) -> None:
    query = "SELECT 1 FROM deleted_articles WHERE file = ? LIMIT 1"
    if connection.execute(query, (file,)).fetchone():
        back = [(file, article.id, hash_reading(article)) for article in articles]
        connection.executemany(f"DELETE FROM bin WHERE article_id IN ({_DELETED})", back)  # noqa: S608
        connection.executemany(
            f"DELETE FROM deleted_articles WHERE file = ?1 AND article_id IN ({_DELETED})",  # noqa: S608
            back,
        )


_DELETED = """
SELECT article_id FROM deleted_articles WHERE file = ?1 AND (article_id = ?2 OR content_hash = ?3)
"""
