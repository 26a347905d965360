"""Where links to former articles lead: kept within a transaction that the caller holds."""

from collections.abc import Iterator, Sequence
from itertools import islice

from embeddings.duplicates.reprints import is_reprint
from embeddings.library.database import Connection
from embeddings.library.records import Former

_COMPARED = 50  # articles that one is held against, so that large files are not read for long
_LONGEST_WAY = 100  # from a former article to the present one
_TITLE_AND_TEXT = "SELECT title, text FROM articles WHERE id = ?"


def note_gone(connection: Connection, gone: Sequence[str], file: str) -> None:
    """Note which of the articles of ``file`` tell the stories of those that leave it.

    That is told by their texts alone: another article of the file is no successor.
    """
    query = "SELECT id FROM articles WHERE file = ? ORDER BY changed_at DESC, id"
    there = (row[0] for row in connection.execute(query, (file,)) if row[0] not in gone)
    latest = list(islice(there, _COMPARED))
    for article_id in islice(gone, _COMPARED):
        title, text = connection.execute(_TITLE_AND_TEXT, (article_id,)).fetchone()
        note(connection, article_id, title, next(_alike(connection, text, latest), ""))
    others = [(article_id,) for article_id in gone[_COMPARED:]]
    connection.executemany(_NOTE_TITLE, others)


_NOTE_TITLE = """
INSERT OR REPLACE INTO former_articles SELECT id, title, '' FROM articles WHERE id = ?
"""


def _alike(connection: Connection, text: str, ids: Sequence[str]) -> Iterator[str]:
    """Yield those of the articles that print the text."""
    for article_id in ids:
        found = connection.execute(_TITLE_AND_TEXT, (article_id,)).fetchone()
        if is_reprint(text, found[1]):
            yield article_id


def note(connection: Connection, article_id: str, title: str, successor: str) -> None:
    """Note what becomes of an article."""
    values = (article_id, title, successor)
    connection.execute("INSERT OR REPLACE INTO former_articles VALUES (?, ?, ?)", values)


def forget(connection: Connection, article_id: str) -> None:
    """Keep nothing of what somebody deletes: no title, not of its former versions either."""
    connection.execute(_FORGET_TITLES, (article_id,))
    note(connection, article_id, "", "")


_FORGET_TITLES = """
WITH RECURSIVE earlier (id) AS (
    SELECT article_id FROM former_articles WHERE successor = ?
    UNION SELECT article_id FROM former_articles JOIN earlier ON successor = id)
UPDATE former_articles SET title = '' WHERE article_id IN (SELECT id FROM earlier)
"""


def find_former(connection: Connection, article_id: str) -> Former | None:
    """Return what became of an article that is not there; None when it never was."""
    query = "SELECT title, successor FROM former_articles WHERE article_id = ?"
    first = found = connection.execute(query, (article_id,)).fetchone()
    if first is None:
        return None
    for _ in range(_LONGEST_WAY):
        if found is None or not found[1]:
            break
        if connection.execute(_TITLE_AND_TEXT, (found[1],)).fetchone():
            return Former(first[0], found[1])
        found = connection.execute(query, (found[1],)).fetchone()
    return Former(first[0], "")
