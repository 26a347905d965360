"""Where the articles of a library stand on their printed pages: a row for each page of each."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from embeddings.documents import Article
from embeddings.library.database import Connection, Database
from embeddings.places import PlacedText, Places, decode_places, merge_offsets


@dataclass(frozen=True, slots=True)
class ArticlePlaces:
    """The places of articles; each call reads the current state."""

    database: Database

    def of_article(self, article_id: str) -> Places:
        """Return everything that is known of an article."""
        return read_places(self.database.connection, article_id)

    def of_ranges(self, article_id: str, spans: Iterable[tuple[int, int]]) -> list[PlacedText]:
        """Return where the characters of these ranges of an article's text are printed."""
        spans = list(spans)
        if not spans:
            return []
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        rows = self.database.connection.execute(_OF_RANGE, (article_id, end, start)).fetchall()
        return list(_read_rows(rows).find_regions(spans))

    def on_page_of(self, article_id: str, page: int) -> list[PlacedText]:
        """Return all lines on a page of an article's file, those of its other articles too."""
        rows = self.database.connection.execute(_ON_PAGE, (article_id, page)).fetchall()
        return [line for row in rows for line in _read_rows([row]).lines]

    def count_doubts(self, article_ids: Sequence[str]) -> dict[str, int]:
        """Return in how many places the articles are in doubt, by id; 0 is left out."""
        rows = self.database.connection.execute(_COUNT, (json.dumps(article_ids),))
        return dict(rows.fetchall())

    def complete(self, articles: Iterable[Article]) -> list[Article]:
        """Return the articles with their places."""
        return [replace(article, places=self.of_article(article.id)) for article in articles]


_OF_RANGE = """
SELECT lines, doubtful FROM printed_places WHERE article_id = ? AND start < ? AND "end" > ?
ORDER BY start
"""
_ON_PAGE = """
SELECT lines, doubtful FROM printed_places WHERE page = ?2 AND article_id IN (
    SELECT id FROM articles WHERE file = (SELECT file FROM articles WHERE id = ?1))
"""
_COUNT = """
SELECT article_id, sum(doubts) FROM printed_places
WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY article_id HAVING sum(doubts) > 0
"""
_LONGEST = 2**31  # no text is longer; the rows were checked when they were written


def read_places(connection: Connection, article_id: str) -> Places:
    """Return the places of an article."""
    return _read_rows(connection.execute(_OF_RANGE, (article_id, _LONGEST, -1)).fetchall())


def _read_rows(rows: Iterable[tuple[str, str]]) -> Places:
    lines: list[PlacedText] = []
    doubtful: list[int] = []
    for row in rows:
        part = decode_places(json.loads(row[0]), json.loads(row[1]), _LONGEST)
        lines += part.lines
        doubtful += part.doubtful
    return Places(tuple(lines), tuple(doubtful))


def write_places(connection: Connection, article_id: str, places: Places) -> None:
    """Store the places of an article instead of those before; nothing if nothing is known."""
    connection.execute("DELETE FROM printed_places WHERE article_id = ?", (article_id,))
    connection.executemany(
        "INSERT INTO printed_places VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((article_id, *row) for row in _build_rows(places)),
    )


def _build_rows(places: Places) -> Iterator[tuple[int, int, int, str, str, int]]:
    """Yield a row for each page; what is in doubt belongs to the page that it is on.

    What follows the last line with a place belongs to the last page.
    """
    left = list(places.doubtful)
    pages = [(page, list(lines)) for page, lines in groupby(places.lines, key=lambda one: one.page)]
    for number, (page, lines) in enumerate(pages, 1):
        start, end = lines[0].start, max(line.end for line in lines)
        inside = [offset for offset in left if offset < end or number == len(pages)]
        left = left[len(inside) :]
        yield page, start, end, _dump(lines), _dump(inside), len(merge_offsets(inside))


def _dump(values: Sequence[object]) -> str:
    return json.dumps(values, separators=(",", ":"))
