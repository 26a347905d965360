"""The passages of a library, and the settings they were chunked with."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from embeddings.documents import Article, Passage
from embeddings.library.articles import Articles
from embeddings.library.database import Connection, Database
from embeddings.library.records import Keys, PassageRange, StoredPassage
from embeddings.library.row_mapping import (
    CHANGED_ARTICLES,
    NOT_WHOLLY_INDEXED,
    PASSAGE,
    PASSAGE_RANGES,
    PASSAGE_RANGES_OF,
    build_placeholders,
    dump_settings,
    read_passage_row,
)
from embeddings.passages import PassageSettings

_BATCH = 500
_CURRENT = "(SELECT c.key FROM cuts c, state s WHERE c.settings = s.passage_settings)"


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of a library; each call reads the current state."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    @property
    def settings(self) -> PassageSettings | None:
        """The settings of the current chunking; None if there is none yet."""
        row = self._connection.execute("SELECT passage_settings FROM state").fetchone()
        return PassageSettings(**json.loads(row[0])) if row[0] else None

    def list_chunkings(self) -> list[tuple[int, PassageSettings]]:
        """Return key and settings of each chunking."""
        rows = self._connection.execute("SELECT key, settings FROM cuts").fetchall()
        return [(key, PassageSettings(**json.loads(settings))) for key, settings in rows]

    def count(self) -> int:
        """Return how many passages there are."""
        query = f"SELECT count(*) FROM passages WHERE cut = {_CURRENT}"  # noqa: S608
        return int(self._connection.execute(query).fetchone()[0])

    def find(self, passage_id: str) -> StoredPassage | None:
        """Return the passage with this id and its key, or None."""
        query = f"SELECT {PASSAGE} FROM passages WHERE id = ? AND cut = {_CURRENT}"  # noqa: S608
        row = self._connection.execute(query, (passage_id,)).fetchone()
        return read_passage_row(row) if row else None

    def of_article(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return [stored.passage for stored in self._select_of(article_id)]

    def get(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the still existing passages among ``keys``, by key."""
        query = f"SELECT {PASSAGE} FROM passages WHERE key IN ({build_placeholders(keys)})"  # noqa: S608
        rows = self._connection.execute(query, list(keys))
        return {stored.key: stored.passage for stored in map(read_passage_row, rows)}

    def keys(self, settings: PassageSettings) -> Keys:
        """Return the keys of all passages of the chunking with ``settings``."""
        where = "cut = (SELECT key FROM cuts WHERE settings = ?)"
        return self._select_keys(where, dump_settings(settings))

    def keys_of_all_chunkings(self) -> Keys:
        """Return the keys of all passages, whichever chunking they belong to."""
        return self._select_keys("true")

    def _select_keys(self, where: str, *values: str) -> Keys:
        # One string from a full scan takes a fifth of the time of separate rows from an index.
        query = f"SELECT coalesce(group_concat(key), '') FROM passages NOT INDEXED WHERE {where}"  # noqa: S608
        text = self._connection.execute(query, values).fetchone()[0]
        keys = np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)
        return np.sort(keys)

    def ranges_by_article(self, settings: PassageSettings) -> list[PassageRange]:
        """Return each article with the keys of its first and last passage."""
        rows = self._connection.execute(PASSAGE_RANGES, (dump_settings(settings),))
        return list(map(PassageRange._make, rows))

    def ranges_of(self, ids: Sequence[str], settings: PassageSettings) -> list[PassageRange]:
        """Return the same of the articles among ``ids``."""
        values = (dump_settings(settings), json.dumps(ids))
        return list(map(PassageRange._make, self._connection.execute(PASSAGE_RANGES_OF, values)))

    def changed_articles(self, key: int, changed_at: float) -> list[str]:
        """Return the ids of the articles with passages after ``key`` or changes since a time."""
        values = {"key": key, "changed_at": changed_at}
        return [row[0] for row in self._connection.execute(CHANGED_ARTICLES, values)]

    def articles_not_wholly_indexed(self) -> list[str]:
        """Return the ids of articles that may contain words which no passage contains whole."""
        settings = self.settings
        key = self._connection.execute(f"SELECT {_CURRENT}").fetchone()[0]
        values = {"maximum": settings.maximum if settings else 0, "cut": key}
        return [row[0] for row in self._connection.execute(NOT_WHOLLY_INDEXED, values)]

    def walk(self, keys: Keys | None = None) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Yield every article with its passages, by article id; or only the ``keys``, by key."""
        if keys is not None:
            last: dict[str, Article] = {}
            for start in range(0, len(keys), _BATCH):
                for article, passages in self._walk_keys(keys[start : start + _BATCH], last):
                    last = {article.id: article}
                    yield article, passages
            return
        for article in Articles(self.database).page():
            yield article, self._select_of(article.id)

    def _walk_keys(
        self, keys: Keys, known: Mapping[str, Article]
    ) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Yield the articles of some passages; as long as one stays, its article is the same."""
        found = sorted(self.get(keys.tolist()).items())
        stored = [StoredPassage(key, passage) for key, passage in found]
        new = (row.passage for row in stored if row.passage.article_id not in known)
        articles = {**known, **Articles(self.database).of_passages(new)}
        for article_id, passages in groupby(stored, key=lambda row: row.passage.article_id):
            if article := articles.get(article_id):
                yield article, list(passages)

    def _select_of(self, article_id: str) -> list[StoredPassage]:
        query = (
            f"SELECT {PASSAGE} FROM passages "  # noqa: S608
            f"WHERE article_id = ? AND cut = {_CURRENT} ORDER BY ordinal"
        )
        return [read_passage_row(row) for row in self._connection.execute(query, (article_id,))]
