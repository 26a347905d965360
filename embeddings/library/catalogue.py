"""Lists of the articles, in five orders and by page, and counts of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from embeddings.library.database import Connection, Database
from embeddings.library.selection import EVERYTHING, Selection


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
    """Which articles to list, and how."""

    order: Order = Order.ID
    descending: bool = False
    selection: Selection = EVERYTHING


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
    """The articles of a month, a source, a collection or a tag, and their characters."""

    name: str
    articles: int
    characters: int


Row = tuple[int, str, str | float, int | None]
"""Key, article id, sort value, and the total number of matches."""

_COLUMNS = {Order.ID: "article_id", Order.CHANGED: "changed_at"}
_CATALOGUE = "SELECT key, article_id, {column} AS place, NULL FROM catalogue"
# One scan of all rows finds, counts and sorts the matches, whatever the order.
_MATCHING = """
WITH found AS MATERIALIZED (
    SELECT key, article_id, {column} AS place FROM catalogue NOT INDEXED {where})
SELECT key, article_id, place, (SELECT count(*) FROM found) FROM found
"""
FILL_CATALOGUE = """
INSERT INTO catalogue (article_id, title, source, date, changed_at, characters, collection, tags)
SELECT id, substr(fold(title), 1, 200), substr(fold(source), 1, 200),
    iif(date_origin = 'document_property', '', date), changed_at, length(text), fold(collection),
    tags FROM articles
"""
_LARGEST = """
SELECT (SELECT {column} FROM articles WHERE id = article_id), articles, characters FROM (
    SELECT min(article_id) AS article_id, count(*) AS articles, sum(characters) AS characters
    FROM catalogue {where} GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT :limit)
"""
_MONTHS = """
SELECT substr(date, 1, 7), count(*), sum(characters) FROM catalogue {where} GROUP BY 1 ORDER BY 1
"""
_TAGS = """
SELECT min(tag), count(*), sum(characters) FROM (
    SELECT each.value AS tag, characters FROM (SELECT tags, characters FROM catalogue {where}) some,
    json_each(some.tags) each) GROUP BY fold(tag) ORDER BY count(*) DESC, 1 LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Lists and counts the articles of a library without reading their texts."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    def count(self, selection: Selection = EVERYTHING) -> int:
        """Return how many articles are selected."""
        where, values = selection.build_where()
        query = f"SELECT count(*) FROM catalogue {where}"  # noqa: S608
        return int(self._connection.execute(query, values).fetchone()[0])

    def page(self, listing: Listing, limit: int, after: Place | None = None) -> ListPage:
        """Return the page of a list after a position; None means the first page."""
        column = _COLUMNS.get(listing.order, listing.order.value)
        selected, parameters = listing.selection.build_where()
        source = (_MATCHING if selected else _CATALOGUE).format(column=column, where=selected)
        name = "place" if selected else column
        direction, beyond = ("DESC", "<") if listing.descending else ("ASC", ">")
        where = f"WHERE ({name}, key) {beyond} (:value, :key)" if after else ""
        query = f"{source} {where} ORDER BY {name} {direction}, key {direction} LIMIT :limit"
        values = {**parameters, "limit": limit + 1, **_bind_place(listing, after)}
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
        return self.count(listing.selection) if rows or after else 0

    def months(self, selection: Selection = EVERYTHING) -> list[Share]:
        """Return the months of the articles in order; a year or "" if the month is unknown."""
        return self._divide(_MONTHS, selection)

    def sources(self, limit: int, selection: Selection = EVERYTHING) -> list[Share]:
        """Return the sources with the most articles."""
        return self._divide(_LARGEST, selection, limit, "source")

    def collections(self, limit: int, selection: Selection = EVERYTHING) -> list[Share]:
        """Return the collections with the most articles; "" stands for articles without one."""
        return self._divide(_LARGEST, selection, limit, "collection")

    def tags(self, limit: int, selection: Selection = EVERYTHING) -> list[Share]:
        """Return the tags that the most articles have."""
        return self._divide(_TAGS, selection, limit)

    def _divide(
        self, query: str, selection: Selection, limit: int = 0, column: str = ""
    ) -> list[Share]:
        where, values = selection.build_where()
        rows = self._connection.execute(
            query.format(where=where, column=column), {**values, "limit": limit}
        )
        return [Share(*row) for row in rows]

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
