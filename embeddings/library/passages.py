"""The passages of a library, and the settings they were chunked with."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from embeddings.documents import Article, Passage
from embeddings.library.articles import Articles
from embeddings.library.database import Connection, Database
from embeddings.library.records import Keys, StoredPassage
from embeddings.library.row_mapping import (
    NOT_WHOLLY_INDEXED,
    PASSAGE,
    SHELF,
    dump_settings,
    marks,
    read_passage_row,
)
from embeddings.passages import PassageSettings

_BATCH = 500
_CURRENT = "(SELECT c.key FROM cuts c, state s WHERE c.settings = s.passage_settings)"


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of a library, as they stand when they are asked for."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    @property
    def settings(self) -> PassageSettings | None:
        """What the current passages were cut with; None before any were."""
        row = self._connection.execute("SELECT passage_settings FROM state").fetchone()
        return PassageSettings(**json.loads(row[0])) if row[0] else None

    def chunkings(self) -> list[tuple[int, PassageSettings]]:
        """Return key and settings of each cut of the articles into passages."""
        rows = self._connection.execute("SELECT key, settings FROM cuts").fetchall()
        return [(key, PassageSettings(**json.loads(settings))) for key, settings in rows]

    def count(self) -> int:
        """Return how many passages there are."""
        query = f"SELECT count(*) FROM passages WHERE cut = {_CURRENT}"  # noqa: S608
        return int(self._connection.execute(query).fetchone()[0])

    def find(self, passage_id: str) -> StoredPassage | None:
        """Return one passage with its key, or None when there is none of that id."""
        query = f"SELECT {PASSAGE} FROM passages WHERE id = ? AND cut = {_CURRENT}"  # noqa: S608
        row = self._connection.execute(query, (passage_id,)).fetchone()
        return read_passage_row(row) if row else None

    def of_article(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return [one.passage for one in self._stored_of(article_id)]

    def get(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages that still exist among ``keys``."""
        query = f"SELECT {PASSAGE} FROM passages WHERE key IN ({marks(keys)})"  # noqa: S608
        stored = (read_passage_row(row) for row in self._connection.execute(query, list(keys)))
        return {one.key: one.passage for one in stored}

    def keys(self, settings: PassageSettings) -> Keys:
        """Return the keys of all passages that were cut with ``settings``."""
        # As one text, and by a look at every row: a fifth of the time that rows by an index take.
        query = (
            "SELECT coalesce(group_concat(key), '') FROM passages NOT INDEXED "
            "WHERE cut = (SELECT key FROM cuts WHERE settings = ?)"
        )
        text = self._connection.execute(query, (dump_settings(settings),)).fetchone()[0]
        keys = np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)
        return np.sort(keys)

    def ranges_by_article(
        self, settings: PassageSettings
    ) -> list[tuple[str, str, str, str, int, int]]:
        """Return id, source, title, date, first and last passage key of each article so cut."""
        return self._connection.execute(SHELF, (dump_settings(settings),)).fetchall()

    def articles_not_wholly_indexed(self) -> list[str]:
        """Return the ids of the articles that may hold words which no passage holds whole."""
        settings = self.settings
        cut = self._connection.execute(f"SELECT {_CURRENT}").fetchone()[0]
        values = {"maximum": settings.maximum if settings else 0, "cut": cut}
        return [row[0] for row in self._connection.execute(NOT_WHOLLY_INDEXED, values)]

    def walk(self, keys: Keys | None = None) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Yield every article with its passages, by article id; or ``keys`` alone, by key."""
        if keys is not None:
            for start in range(0, len(keys), _BATCH):
                yield from self._walk_keys(keys[start : start + _BATCH].tolist())
            return
        for article in Articles(self.database).page():
            yield article, self._stored_of(article.id)

    def _walk_keys(self, keys: Sequence[int]) -> Iterator[tuple[Article, list[StoredPassage]]]:
        stored = [StoredPassage(key, one) for key, one in sorted(self.get(keys).items())]
        articles = Articles(self.database).of_passages(one.passage for one in stored)
        for article_id, passages in groupby(stored, key=lambda one: one.passage.article_id):
            if article := articles.get(article_id):
                yield article, list(passages)

    def _stored_of(self, article_id: str) -> list[StoredPassage]:
        query = (
            f"SELECT {PASSAGE} FROM passages "  # noqa: S608
            f"WHERE article_id = ? AND cut = {_CURRENT} ORDER BY ordinal"
        )
        return [read_passage_row(row) for row in self._connection.execute(query, (article_id,))]
