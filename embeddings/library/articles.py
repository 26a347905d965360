"""The articles of a library."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import Article, Passage
from embeddings.library.catalogue import Catalogue
from embeddings.library.database import Connection, Database
from embeddings.library.records import Former, Holding
from embeddings.library.row_mapping import (
    ARTICLE,
    OF_KEYS_OR_IDS,
    build_placeholders,
    read_article_row,
)
from embeddings.library.successors import find_former


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a library; each call reads the current state."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    def get(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        query = f"SELECT {ARTICLE} FROM articles WHERE id = ?"  # noqa: S608
        row = self._connection.execute(query, (article_id,)).fetchone()
        return read_article_row(row) if row else None

    def get_or_successor(self, article_id: str) -> Article | None:
        """Return an article, or else its successor; None if there is neither."""
        if (article := self.get(article_id)) or not (known := self.find_former(article_id)):
            return article
        return self.get(known.successor)

    def find_former(self, article_id: str) -> Former | None:
        """Return what became of a removed article; None if it never existed."""
        return find_former(self._connection, article_id)

    def is_in_bin(self, article_id: str) -> bool:
        """Return whether an article was deleted and can still be restored."""
        query = "SELECT 1 FROM bin WHERE article_id = ?"
        return self._connection.execute(query, (article_id,)).fetchone() is not None

    def page(self, after: str = "", limit: int = -1) -> list[Article]:
        """Return the articles with ids above ``after``, sorted by id; ``limit`` -1 means all."""
        query = f"SELECT {ARTICLE} FROM articles WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
        return [read_article_row(row) for row in self._connection.execute(query, (after, limit))]

    def in_order(self, ids: Sequence[str]) -> list[Article]:
        """Return the existing articles among ``ids``, in that order."""
        articles = self._select(f"id IN ({build_placeholders(ids)})", *ids)
        found = {article.id: article for article in articles}
        return [found[article_id] for article_id in ids if article_id in found]

    def edited_among(self, ids: Sequence[str]) -> list[Article]:
        """Return the articles among ``ids`` in which an editor has set something."""
        return self._select(
            "id IN (SELECT value FROM json_each(?)) AND as_read <> '[]'", json.dumps(ids)
        )

    def of_file(self, source: str) -> list[Article]:
        """Return the articles of a file, sorted by id."""
        return self._select("file = ? ORDER BY id", source)

    def of_passages(self, passages: Iterable[Passage]) -> dict[str, Article]:
        """Return the still existing articles of ``passages``, by id."""
        ids = list({passage.article_id for passage in passages})
        found = self._select(f"id IN ({build_placeholders(ids)})", *ids)
        return {article.id: article for article in found}

    def containing(self, keys: Sequence[int] | None, ids: Sequence[str]) -> Iterator[Article]:
        """Yield the articles with a passage in ``keys`` or an id in ``ids``; None means all."""
        query = f"SELECT {ARTICLE} FROM articles"  # noqa: S608
        if keys is None:
            return map(read_article_row, self._connection.execute(query))
        values = (json.dumps(keys), json.dumps(ids))
        return map(read_article_row, self._connection.execute(query + OF_KEYS_OR_IDS, values))

    def of_stories(self, stories: Collection[str]) -> dict[str, list[Article]]:
        """Return the articles of each story: one and its reprints, oldest first."""
        if not stories:
            return {}
        # The index covers stories only, and SQLite does not know that these are some.
        condition = f"story IN ({build_placeholders(stories)}) AND story <> ''"
        query = f"SELECT story, {ARTICLE} FROM articles WHERE {condition}"  # noqa: S608
        found: dict[str, list[Article]] = {story: [] for story in stories}
        for story, *row in self._connection.execute(query, list(stories)):
            found[story].append(read_article_row(row))
        for articles in found.values():
            articles.sort(key=lambda article: (article.publication_date, article.id))
        return found

    def find_stories(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the stories of the articles that have reprints, by article id."""
        if not article_ids:
            return {}
        # Runs with every question: the covering index avoids reading the wide article rows.
        query = (
            "SELECT id, story FROM main.articles INDEXED BY stories_by_article "  # noqa: S608
            f"WHERE id IN ({build_placeholders(article_ids)}) AND story <> ''"
        )
        return dict(self._connection.execute(query, list(article_ids)).fetchall())

    def holdings(self, ids: Sequence[str]) -> dict[str, Holding]:
        """Return file and time of change of the existing articles among ``ids``, by id."""
        query = (
            "SELECT id, file, changed_at FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection.execute(query, (json.dumps(ids),))
        return {row[0]: Holding(row[1], row[2]) for row in rows}

    def bylines(self) -> list[tuple[str, str]]:
        """Return id and byline of every article that has a byline."""
        query = "SELECT id, byline FROM articles WHERE byline <> ''"
        return self._connection.execute(query).fetchall()

    def ids(self) -> list[str]:
        """Return all ids, ascending; one string from the database takes a tenth of the time."""
        query = "SELECT coalesce(group_concat(id), '') FROM (SELECT id FROM articles ORDER BY id)"
        text = self._connection.execute(query).fetchone()[0]
        return text.split(",") if text else []

    @property
    def changed_at(self) -> float:
        """When an article was last added or replaced, in seconds since 1970; 0 if unknown."""
        row = self._connection.execute("SELECT max(changed_at) FROM catalogue").fetchone()
        return float(row[0] or 0)

    def count(self) -> int:
        """Return how many articles there are."""
        return Catalogue(self.database).count()

    def _select(self, condition: str, *values: str) -> list[Article]:
        query = f"SELECT {ARTICLE} FROM articles WHERE {condition}"  # noqa: S608
        return [read_article_row(row) for row in self._connection.execute(query, values)]
