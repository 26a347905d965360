"""Link articles that print the same story, in the caller's transaction."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from embeddings.duplicates.minhash import CROWD, compute_bands, rank_candidates
from embeddings.duplicates.reprints import is_reprint
from embeddings.library.database import Connection


def link(connection: Connection, article_id: str, text: str) -> None:
    """Assign a newly stored article to the story of an article it is a reprint of, if any."""
    bands = compute_bands(text)
    if not bands:
        return
    candidates = rank_candidates(_find_sharing(connection, bands))
    _store_bands(connection, article_id, bands)
    for other in candidates:
        row = connection.execute("SELECT text, story FROM articles WHERE id = ?", (other,))
        found = row.fetchone()
        if found and other != article_id and is_reprint(text, found[0]):
            story = found[1] or other
            connection.execute(
                "UPDATE articles SET story = ? WHERE id IN (?, ?)", (story, article_id, other)
            )
            return


def store_signature(connection: Connection, article_id: str, text: str) -> None:
    """Store the MinHash signature of an article for comparison with later ones."""
    _store_bands(connection, article_id, compute_bands(text))


def link_all(connection: Connection, ids: Iterable[str]) -> None:
    """Link those of the articles that have not been compared with others yet."""
    for article_id in ids:
        query = "SELECT text FROM articles WHERE id = ? AND story IS NULL"
        row = connection.execute(query, (article_id,)).fetchone()
        if row:
            connection.execute("UPDATE articles SET story = '' WHERE id = ?", (article_id,))
            link(connection, article_id, row[0])


def _store_bands(connection: Connection, article_id: str, bands: tuple[int, ...]) -> None:
    query = "INSERT OR IGNORE INTO sketch_bands VALUES (?, ?)"
    connection.executemany(query, [(band, article_id) for band in bands])


def _find_sharing(connection: Connection, bands: tuple[int, ...]) -> Iterator[list[str]]:
    """Yield the articles that share each band."""
    marks = ",".join("?" * len(bands))
    query = f"SELECT band, article_id FROM sketch_bands WHERE band IN ({marks}) LIMIT ?"  # noqa: S608
    rows = connection.execute(query, (*bands, CROWD * len(bands)))
    for _, group in groupby(rows, key=itemgetter(0)):
        yield [row[1] for row in group]
