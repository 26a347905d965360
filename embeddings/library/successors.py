"""Record where links to removed articles lead, in the caller's transaction."""

from collections.abc import Iterator, Sequence
from itertools import islice

from embeddings.duplicates.reprints import is_reprint
from embeddings.library.database import Connection
from embeddings.library.records import Former

_MOST_COMPARED = 50  # articles compared with each other, to bound the time for large files
_MOST_STEPS = 100  # from a removed article to its present successor
_TITLE_AND_TEXT = "SELECT title, text FROM articles WHERE id = ?"


def note_removed(connection: Connection, removed: Sequence[str], file: str) -> None:
    """Record which articles of ``file`` succeed those removed from it.

    Only a reprint of the removed text is a successor, not any other article of the file.
    """
    query = "SELECT id FROM articles WHERE file = ? ORDER BY changed_at DESC, id"
    remaining = (row[0] for row in connection.execute(query, (file,)) if row[0] not in removed)
    latest = list(islice(remaining, _MOST_COMPARED))
    for article_id in islice(removed, _MOST_COMPARED):
        title, text = connection.execute(_TITLE_AND_TEXT, (article_id,)).fetchone()
        note(connection, article_id, title, next(_find_reprints(connection, text, latest), ""))
    others = [(article_id,) for article_id in removed[_MOST_COMPARED:]]
    connection.executemany(_NOTE_TITLE, others)


_NOTE_TITLE = """
INSERT OR REPLACE INTO former_articles SELECT id, title, '' FROM articles WHERE id = ?
"""


def _find_reprints(connection: Connection, text: str, ids: Sequence[str]) -> Iterator[str]:
    """Yield those of the articles that are reprints of the text."""
    for article_id in ids:
        found = connection.execute(_TITLE_AND_TEXT, (article_id,)).fetchone()
        if is_reprint(text, found[1]):
            yield article_id


def note(connection: Connection, article_id: str, title: str, successor: str) -> None:
    """Record what became of an article."""
    values = (article_id, title, successor)
    connection.execute("INSERT OR REPLACE INTO former_articles VALUES (?, ?, ?)", values)


def forget(connection: Connection, article_id: str) -> None:
    """Erase the title of an article that a user deletes, and those of its former versions."""
    connection.execute(_FORGET_TITLES, (article_id,))
    note(connection, article_id, "", "")


_FORGET_TITLES = """
WITH RECURSIVE earlier (id) AS (
    SELECT article_id FROM former_articles WHERE successor = ?
    UNION SELECT article_id FROM former_articles JOIN earlier ON successor = id)
UPDATE former_articles SET title = '' WHERE article_id IN (SELECT id FROM earlier)
"""


def find_former(connection: Connection, article_id: str) -> Former | None:
    """Return what became of a removed article; None if it never existed."""
    query = "SELECT title, successor FROM former_articles WHERE article_id = ?"
    first = found = connection.execute(query, (article_id,)).fetchone()
    if first is None:
        return None
    for _ in range(_MOST_STEPS):
        if found is None or not found[1]:
            break
        if connection.execute(_TITLE_AND_TEXT, (found[1],)).fetchone():
            return Former(first[0], found[1])
        found = connection.execute(query, (found[1],)).fetchone()
    return Former(first[0], "")
