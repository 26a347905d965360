"""Mend a library; no article is ever lost by it."""

import json

from embeddings.library.catalogue import LIST_ALL
from embeddings.library.changes import Chunkings, chunk_missing
from embeddings.library.database import Connection
from embeddings.library.row_mapping import ARTICLE, hash_content, read_article_row
from embeddings.library.verify import DANGLING, LibraryInconsistencies


def repair(connection: Connection, faults: LibraryInconsistencies, cuts: Chunkings) -> None:
    """Mend what can be mended, within a change that the caller holds.

    An altered article stays as it reads now, and its file is read when it is indexed again.
    """
    _adopt_articles(connection)
    for table, parent in faults.orphans:
        _drop_orphans(connection, table, parent)
    for article in faults.altered:
        _accept(connection, article)
    ids = sorted({*faults.altered, *faults.miscut})
    connection.execute(
        "DELETE FROM passages WHERE article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    for cut in cuts:
        chunk_missing(connection, ids, cut)
    connection.execute("DELETE FROM catalogue")
    connection.execute(LIST_ALL)
    connection.execute(f"DELETE FROM files WHERE origin = '' AND source IN ({DANGLING})")  # noqa: S608
    connection.execute(
        f"UPDATE files SET same_as = '', content_hash = '' WHERE source IN ({DANGLING})"  # noqa: S608
    )


def _adopt_articles(connection: Connection) -> None:
    """Give articles without a file one of the name that they tell."""
    connection.execute(
        "INSERT OR IGNORE INTO files (source, origin, content_hash) "
        "SELECT DISTINCT file, '', '' FROM articles WHERE file NOT IN (SELECT source FROM files)"
    )


def _drop_orphans(connection: Connection, table: str, parent: str) -> None:
    for _, _, belongs_to, column, key, *_ in connection.execute(
        f"PRAGMA foreign_key_list({table})"
    ).fetchall():
        if belongs_to == parent:
            connection.execute(
                f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {parent})"  # noqa: S608
            )


def _accept(connection: Connection, article_id: str) -> None:
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
