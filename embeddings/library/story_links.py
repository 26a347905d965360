"""Link articles that print the same story, within a transaction that the caller holds."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from embeddings.duplicates.minhash import CROWD, compute_bands, rank_candidates
from embeddings.duplicates.reprints import is_reprint
from embeddings.library.database import Connection


def link(connection: Connection, article_id: str, text: str) -> None:
    """Put an article that was just stored into the story of one that it is a reprint of."""
    own = compute_bands(text)
    if not own:
        return
    wanted = rank_candidates(_sharing(connection, own))
    _keep(connection, article_id, own)
    for other in wanted:
        row = connection.execute("SELECT text, story FROM articles WHERE id = ?", (other,))
        found = row.fetchone()
        if found and other != article_id and is_reprint(text, found[0]):
            story = found[1] or other
            connection.execute(
                "UPDATE articles SET story = ? WHERE id IN (?, ?)", (story, article_id, other)
            )
            return


def keep_sketch(connection: Connection, article_id: str, text: str) -> None:
    """Keep the sketch of an article, so that later ones are compared with it."""
    _keep(connection, article_id, compute_bands(text))


def link_all(connection: Connection, ids: Iterable[str]) -> None:
    """Link those of the articles that were not compared with others yet."""
    for article_id in ids:
        query = "SELECT text FROM articles WHERE id = ? AND story IS NULL"
        row = connection.execute(query, (article_id,)).fetchone()
        if row:
            connection.execute("UPDATE articles SET story = '' WHERE id = ?", (article_id,))
            link(connection, article_id, row[0])


def _keep(connection: Connection, article_id: str, own: tuple[int, ...]) -> None:
    query = "INSERT OR IGNORE INTO sketch_bands VALUES (?, ?)"
    connection.executemany(query, [(band, article_id) for band in own])


def _sharing(connection: Connection, own: tuple[int, ...]) -> Iterator[list[str]]:
    """Yield the articles that share each band."""
    marks = ",".join("?" * len(own))
    query = f"SELECT band, article_id FROM sketch_bands WHERE band IN ({marks}) LIMIT ?"  # noqa: S608
    rows = connection.execute(query, (*own, CROWD * len(own)))
    for _, group in groupby(rows, key=itemgetter(0)):
        yield [row[1] for row in group]
