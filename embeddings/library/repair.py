"""Repair a library without losing any article."""

import json

from embeddings.library.catalogue import FILL_CATALOGUE
from embeddings.library.changes import Chunkings, chunk_missing
from embeddings.library.database import Connection
from embeddings.library.row_mapping import ARTICLE, hash_content, read_article_row
from embeddings.library.verify import DANGLING, LibraryInconsistencies


def repair(
    connection: Connection, inconsistencies: LibraryInconsistencies, chunkings: Chunkings
) -> None:
    """Repair what can be repaired, in the caller's transaction.

    An altered article stays as it is now; its file is read again at the next indexing.
    """
    _adopt_articles(connection)
    for table, parent in inconsistencies.orphans:
        _drop_orphans(connection, table, parent)
    for article in inconsistencies.altered:
        _accept_content(connection, article)
    ids = sorted({*inconsistencies.altered, *inconsistencies.misaligned})
    connection.execute(
        "DELETE FROM passages WHERE article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    for chunking in chunkings:
        chunk_missing(connection, ids, chunking)
    connection.execute("DELETE FROM catalogue")
    connection.execute(FILL_CATALOGUE)
    connection.execute(f"DELETE FROM files WHERE origin = '' AND source IN ({DANGLING})")  # noqa: S608
    connection.execute(
        f"UPDATE files SET same_as = '', content_hash = '' WHERE source IN ({DANGLING})"  # noqa: S608
    )


def _adopt_articles(connection: Connection) -> None:
    """Create the missing files of articles, under the names that the articles refer to."""
    connection.execute(
        "INSERT OR IGNORE INTO files (source, origin, content_hash) "
        "SELECT DISTINCT file, '', '' FROM articles WHERE file NOT IN (SELECT source FROM files)"
    )


def _drop_orphans(connection: Connection, table: str, parent: str) -> None:
    for _, _, referenced, column, key, *_ in connection.execute(
        f"PRAGMA foreign_key_list({table})"
    ).fetchall():
        if referenced == parent:
            connection.execute(
                f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {parent})"  # noqa: S608
            )


def _accept_content(connection: Connection, article_id: str) -> None:
    query = f"SELECT {ARTICLE} FROM articles WHERE id = ?"  # noqa: S608
    article = read_article_row(connection.execute(query, (article_id,)).fetchone())
    connection.execute(
        "UPDATE articles SET content_hash = ? WHERE id = ?", (hash_content(article), article_id)
    )
    connection.execute(
        "UPDATE files SET content_hash = '' WHERE source = "
        "(SELECT file FROM articles WHERE id = ?)",
        (article_id,),
    )
