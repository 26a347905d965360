"""What can be read from the library, without changing it."""

import json
from collections.abc import Iterable, Iterator, Sequence, Sized
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Article, Passage
from embeddings.library.catalogue import Catalogue
from embeddings.library.database import Connection, Database
from embeddings.library.records import Former, Holding, StoredFile, StoredPassage
from embeddings.library.row_mapping import (
    ARTICLE,
    NOT_WHOLLY_INDEXED,
    OF_KEYS_OR_IDS,
    PASSAGE,
    SHELF,
    dump_settings,
    read_article_row,
    read_passage_row,
)
from embeddings.library.successors import find_former
from embeddings.passages import PassageSettings

Keys = NDArray[np.int64]
"""Passage keys, ascending: int64 of shape ``(n,)``."""

_BATCH = 500
_CURRENT = "(SELECT c.key FROM cuts c, state s WHERE c.settings = s.passage_settings)"


class LibraryReader:
    """All articles and passages, as they stand when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open the library at ``path``; make it when it is not there.

        Raises:
            WenbaoError: the file is not a library, a newer program made it, or the folder cannot
                be written.
        """
        self._database = Database(path)

    @property
    def _connection(self) -> Connection:
        return self._database.connection

    @property
    def revision(self) -> int:
        """How many changes were accepted so far; 0 for a library that was never filled."""
        return int(self._connection.execute("SELECT revision FROM state").fetchone()[0])

    @property
    def passage_settings(self) -> PassageSettings | None:
        """What the current passages were cut with; None before any were."""
        row = self._connection.execute("SELECT passage_settings FROM state").fetchone()
        return PassageSettings(**json.loads(row[0])) if row[0] else None

    def files(self) -> list[StoredFile]:
        """Return all files; those that hold articles first, by name."""
        return list(self._files("source >= ? ORDER BY same_as <> '', source", ""))

    def articles_of_file(self, source: str) -> list[Article]:
        """Return the articles that a file holds, by id."""
        return self._articles("file = ? ORDER BY id", source)

    def file(self, source: str) -> StoredFile | None:
        """Return the file that is known as ``source``."""
        return next(self._files("source = ?", source), None)

    def file_from(self, origin: str) -> StoredFile | None:
        """Return the file that was read from the path ``origin``."""
        return next(self._files("origin = ?", origin), None)

    def file_holding(self, digest: str) -> StoredFile | None:
        """Return the file of that content hash which holds its articles."""
        return next(self._files("content_hash = ? AND same_as = ''", digest), None)

    def files_below(self, folder: str) -> list[StoredFile]:
        """Return the files that were read from paths below ``folder``."""
        prefix = folder.rstrip("/") + "/"
        return list(self._files("substr(origin, 1, length(?1)) = ?1", prefix))

    def _files(self, condition: str, value: str) -> Iterator[StoredFile]:
        query = f"SELECT source, origin, content_hash, same_as FROM files WHERE {condition}"  # noqa: S608
        return (StoredFile(*row) for row in self._connection.execute(query, (value,)))

    def origins(self) -> list[str]:
        """Return the paths that files were read from."""
        query = "SELECT origin FROM files WHERE origin <> ''"
        return [row[0] for row in self._connection.execute(query)]

    def emptied_files(self) -> list[StoredFile]:
        """Return the files that held articles, all of which were deleted for good."""
        return list(
            self._files(
                "content_hash <> ? AND same_as = '' AND source IN "
                "(SELECT file FROM deleted_articles) AND NOT EXISTS "
                "(SELECT 1 FROM articles WHERE file = files.source) "
                "AND source NOT IN (SELECT file FROM bin)",
                "",
            )
        )

    def deleted_articles(self, source: str, since: float = 0) -> dict[str, str]:
        """Return id and reading hash of the articles that were deleted from a file that stays.

        Where another file holds the articles of ``source``, those that were deleted from it.
        """
        query = (
            "SELECT article_id, content_hash FROM deleted_articles WHERE deleted_at >= ?2 AND file "
            "= coalesce((SELECT same_as FROM files WHERE source = ?1 AND same_as <> ''), ?1)"
        )
        return dict(self._connection.execute(query, (source, since)).fetchall())

    def chunkings(self) -> list[tuple[int, PassageSettings]]:
        """Return key and settings of each cut of the articles into passages."""
        rows = self._connection.execute("SELECT key, settings FROM cuts").fetchall()
        return [(key, PassageSettings(**json.loads(settings))) for key, settings in rows]

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

    def is_empty(self) -> bool:
        """Tell whether the library holds no file."""
        return self._connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    @property
    def catalogue(self) -> Catalogue:
        """What is listed and counted of the articles."""
        return Catalogue(self._database)

    def count_articles(self) -> int:
        """Return how many articles there are."""
        return self.catalogue.count()

    def count_passages(self) -> int:
        """Return how many passages there are."""
        query = f"SELECT count(*) FROM passages WHERE cut = {_CURRENT}"  # noqa: S608
        return int(self._connection.execute(query).fetchone()[0])

    def articles(self, after: str = "", limit: int = -1) -> list[Article]:
        """Return articles by id, from the first after ``after``; ``limit`` -1 means all."""
        query = f"SELECT {ARTICLE} FROM articles WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
        return [read_article_row(row) for row in self._connection.execute(query, (after, limit))]

    def articles_in_order(self, ids: Sequence[str]) -> list[Article]:
        """Return those of the articles ``ids`` that exist, in that order."""
        found = {one.id: one for one in self._articles(f"id IN ({_marks(ids)})", *ids)}
        return [found[one] for one in ids if one in found]

    def holdings(self, ids: Sequence[str]) -> dict[str, Holding]:
        """Return how the library holds the articles ``ids`` that exist, by id."""
        query = (
            "SELECT id, file, changed_at FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection.execute(query, (json.dumps(ids),))
        return {row[0]: Holding(row[1], row[2]) for row in rows}

    @property
    def changed_at(self) -> float:
        """When an article was last added or replaced, in seconds since 1970; 0 when unknown."""
        row = self._connection.execute("SELECT max(changed_at) FROM catalogue").fetchone()
        return float(row[0] or 0)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None when there is none of that id."""
        query = f"SELECT {ARTICLE} FROM articles WHERE id = ?"  # noqa: S608
        row = self._connection.execute(query, (article_id,)).fetchone()
        return read_article_row(row) if row else None

    def former(self, article_id: str) -> Former | None:
        """Return what became of an article that is not there; None when it never was."""
        return find_former(self._connection, article_id)

    def present(self, article_id: str) -> Article | None:
        """Return an article, or the one that took its place; None when there is neither."""
        if (article := self.article(article_id)) or not (known := self.former(article_id)):
            return article
        return self.article(known.successor)

    def articles_of(self, passages: Iterable[Passage]) -> dict[str, Article]:
        """Return the articles of ``passages`` that still exist, by id."""
        wanted = list({passage.article_id for passage in passages})
        found = self._articles(f"id IN ({_marks(wanted)})", *wanted)
        return {article.id: article for article in found}

    def articles_with(self, keys: Sequence[int] | None, ids: Sequence[str]) -> Iterator[Article]:
        """Yield the articles of the passages ``keys`` and those named ``ids``; None means all."""
        query = f"SELECT {ARTICLE} FROM articles"  # noqa: S608
        if keys is None:
            return map(read_article_row, self._connection.execute(query))
        values = (json.dumps(keys), json.dumps(ids))
        return map(read_article_row, self._connection.execute(query + OF_KEYS_OR_IDS, values))

    def not_wholly_indexed(self) -> list[str]:
        """Return the ids of the articles that may hold words which no passage holds whole."""
        settings = self.passage_settings
        cut = self._connection.execute(f"SELECT {_CURRENT}").fetchone()[0]
        values = {"maximum": settings.maximum if settings else 0, "cut": cut}
        return [row[0] for row in self._connection.execute(NOT_WHOLLY_INDEXED, values)]

    def shelf(self, settings: PassageSettings) -> list[tuple[str, str, str, str, int, int]]:
        """Return id, source, title, date, first and last passage key of each article so cut."""
        return self._connection.execute(SHELF, (dump_settings(settings),)).fetchall()

    def bylines(self) -> list[tuple[str, str]]:
        """Return id and byline of every article that has one."""
        query = "SELECT id, byline FROM articles WHERE byline <> ''"
        return self._connection.execute(query).fetchall()

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return [one.passage for one in self._passages_of(article_id)]

    def _passages_of(self, article_id: str) -> list[StoredPassage]:
        query = (
            f"SELECT {PASSAGE} FROM passages "  # noqa: S608
            f"WHERE article_id = ? AND cut = {_CURRENT} ORDER BY ordinal"
        )
        return [read_passage_row(row) for row in self._connection.execute(query, (article_id,))]

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages that still exist among ``keys``."""
        query = f"SELECT {PASSAGE} FROM passages WHERE key IN ({_marks(keys)})"  # noqa: S608
        stored = (read_passage_row(row) for row in self._connection.execute(query, list(keys)))
        return {one.key: one.passage for one in stored}

    def stored_passage(self, passage_id: str) -> StoredPassage | None:
        """Return one passage with its key, or None when there is none of that id."""
        query = f"SELECT {PASSAGE} FROM passages WHERE id = ? AND cut = {_CURRENT}"  # noqa: S608
        row = self._connection.execute(query, (passage_id,)).fetchone()
        return read_passage_row(row) if row else None

    def walk(self, keys: Keys | None = None) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Yield every article with its passages, by article id; or ``keys`` alone, by key."""
        if keys is not None:
            for start in range(0, len(keys), _BATCH):
                yield from self._walk_keys(keys[start : start + _BATCH].tolist())
            return
        for article in self.articles():
            yield article, self._passages_of(article.id)

    def _walk_keys(self, keys: Sequence[int]) -> Iterator[tuple[Article, list[StoredPassage]]]:
        stored = [StoredPassage(key, one) for key, one in sorted(self.passages(keys).items())]
        articles = self.articles_of(one.passage for one in stored)
        for article_id, passages in groupby(stored, key=lambda one: one.passage.article_id):
            if article := articles.get(article_id):
                yield article, list(passages)

    def stories(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the story of those articles that have reprints, by article id."""
        if not article_ids:
            return {}
        # Asked with each question: the index holds all that is wanted, the articles are wide.
        query = (
            "SELECT id, story FROM articles INDEXED BY stories_by_article "  # noqa: S608
            f"WHERE id IN ({_marks(article_ids)}) AND story <> ''"
        )
        return dict(self._connection.execute(query, list(article_ids)).fetchall())

    def articles_of_story(self, story: str) -> list[Article]:
        """Return an article and its reprints, oldest first."""
        return sorted(self._articles("story = ?", story), key=lambda one: (one.date, one.id))

    def _articles(self, condition: str, *values: str) -> list[Article]:
        query = f"SELECT {ARTICLE} FROM articles WHERE {condition}"  # noqa: S608
        return [read_article_row(row) for row in self._connection.execute(query, values)]

    def file_of(self, article_id: str) -> str | None:
        """Return the file that holds an article."""
        query = "SELECT file FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return row[0] if row else None


def _marks(values: Sized) -> str:
    return ",".join("?" * len(values))
