"""Lists of the articles, in five orders and by page, and counts of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from embeddings.library.database import Connection, Database
from embeddings.text.normalize import fold


class Order(StrEnum):
    """What a list is sorted by; titles and sources by their folded characters."""

    ID = "id"
    TITLE = "title"
    DATE = "date"
    SOURCE = "source"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a list: the sort value of the article there, and its key in the catalogue."""

    value: str
    key: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles to list, and how.

    Attributes:
        containing: text that title or source must contain, compared folded.
    """

    order: Order = Order.ID
    descending: bool = False
    containing: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list.

    Attributes:
        ids: ids of the articles, in order.
        total: how many articles the whole list has.
        end: the position of the last article; None if nothing follows it.
    """

    ids: Sequence[str]
    total: int
    end: Place | None


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the collection: the articles of a month or a source, and their characters."""

    name: str
    articles: int
    characters: int


Row = tuple[int, str, str | float, int | None]
"""Key, article id, sort value, and the total number of matches."""

_COLUMNS = {Order.ID: "article_id", Order.CHANGED: "changed_at"}
_MATCHES = "(instr(title, :q) OR instr(source, :q))"
_CATALOGUE = "SELECT key, article_id, {column} AS place, NULL FROM catalogue"
# One scan of all rows finds, counts and sorts the matches, whatever the order.
_MATCHING = f"""
WITH found AS MATERIALIZED (
    SELECT key, article_id, {{column}} AS place FROM catalogue NOT INDEXED WHERE {_MATCHES})
SELECT key, article_id, place, (SELECT count(*) FROM found) FROM found
"""  # noqa: S608 - a column's name
FILL_CATALOGUE = """
INSERT INTO catalogue (article_id, title, source, date, changed_at, characters)
SELECT id, substr(fold(title), 1, 200), substr(fold(source), 1, 200),
    iif(date_origin = 'document_property', '', date), changed_at, length(text) FROM articles
"""
_SOURCES = """
SELECT (SELECT source FROM articles WHERE id = article_id), articles, characters FROM (
    SELECT min(article_id) AS article_id, count(*) AS articles, sum(characters) AS characters
    FROM catalogue GROUP BY source ORDER BY count(*) DESC, source LIMIT ?)
"""
_MONTHS = """
SELECT substr(date, 1, 7), count(*), sum(characters) FROM catalogue GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Lists and counts the articles of a library without reading their texts."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    def count(self, containing: str = "") -> int:
        """Return how many articles contain ``containing`` in their title or source."""
        where = f"WHERE {_MATCHES}" if containing else ""
        query = f"SELECT count(*) FROM catalogue {where}"  # noqa: S608
        return int(self._connection.execute(query, {"q": fold(containing)}).fetchone()[0])

    def page(self, listing: Listing, limit: int, after: Place | None = None) -> ListPage:
        """Return the page of a list after a position; None means the first page."""
        column = _COLUMNS.get(listing.order, listing.order.value)
        source = (_MATCHING if listing.containing else _CATALOGUE).format(column=column)
        name = "place" if listing.containing else column
        direction, beyond = ("DESC", "<") if listing.descending else ("ASC", ">")
        where = f"WHERE ({name}, key) {beyond} (:value, :key)" if after else ""
        query = f"{source} {where} ORDER BY {name} {direction}, key {direction} LIMIT :limit"
        values = {"limit": limit + 1, "q": fold(listing.containing), **_bind_place(listing, after)}
        rows = self._connection.execute(query, values).fetchall()
        page = rows[:limit]
        return ListPage(
            ids=[row[1] for row in page],
            total=self._count_total(listing, rows, after),
            end=Place(str(page[-1][2]), page[-1][0]) if len(rows) > limit else None,
        )

    def _count_total(self, listing: Listing, rows: Sequence[Row], after: Place | None) -> int:
        if rows and rows[0][3] is not None:
            return rows[0][3]
        return self.count(listing.containing) if rows or after else 0

    def months(self) -> list[Share]:
        """Return the months of the articles in order; a year or "" if the month is unknown."""
        return [Share(*row) for row in self._connection.execute(_MONTHS)]

    def sources(self, limit: int) -> list[Share]:
        """Return the sources with the most articles."""
        return [Share(*row) for row in self._connection.execute(_SOURCES, (limit,))]

    def dates(self) -> list[tuple[str, str]]:
        """Return the ISO date, or "", and the id of every article, in order."""
        rows = self._connection.execute("SELECT date, article_id FROM catalogue ORDER BY 1, 2")
        return [(date, article_id) for date, article_id in rows]


def _bind_place(listing: Listing, place: Place | None) -> dict[str, str | float | int]:
    if place is None:
        return {}
    value = _parse_time(place.value) if listing.order is Order.CHANGED else place.value
    return {"value": value, "key": place.key}


def _parse_time(value: str) -> float:
    """Parse a time; the value of a position in another order becomes 0, the start."""
    try:
        return float(value)
    except ValueError:
        return 0.0
