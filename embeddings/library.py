"""The library: the truth about articles and passages, in one SQLite file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from embeddings.database import Connection, Database
from embeddings.library_rows import NOT_WHOLLY_INDEXED, OF_KEYS_OR_IDS, article_of_row, article_row
from embeddings.nouns import Article, Passage
from embeddings.passages import PassageSettings
from embeddings.reprints import is_reprint

_ARTICLE = "id, source, title, byline, date, text, headings"
_PASSAGE = 'key, id, article_id, ordinal, heading, start, "end"'


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the integer key under which the indexes know it."""

    key: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was last read.

    Attributes:
        source: the name it is known by; no two files share one.
        origin: the absolute path it was read from, or "" when it did not come from a file.
        content_hash: hash of its text.
    """

    source: str
    origin: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What one file holds: its articles, each with its passages."""

    file: StoredFile
    articles: Sequence[tuple[Article, Sequence[Passage]]]


class Library:
    """All articles and passages. A change is accepted when its method returns.

    Safe to use from many threads.
    """

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

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """Run one accepted change: all of it or nothing, and the revision moves on."""
        with self._database.transaction() as connection:
            yield connection
            connection.execute("UPDATE state SET revision = revision + 1")

    @property
    def revision(self) -> int:
        """How many changes were accepted so far; 0 for a library that was never filled."""
        return int(self._connection.execute("SELECT revision FROM state").fetchone()[0])

    @property
    def passage_settings(self) -> PassageSettings | None:
        """What all passages were cut with; None before any were."""
        row = self._connection.execute("SELECT passage_settings FROM state").fetchone()
        return PassageSettings(**json.loads(row[0])) if row[0] else None

    def file(self, source: str) -> StoredFile | None:
        """Return the file that is known as ``source``."""
        return self._file("source", source)

    def file_from(self, origin: str) -> StoredFile | None:
        """Return the file that was read from the path ``origin``."""
        return self._file("origin", origin)

    def _file(self, column: str, value: str) -> StoredFile | None:
        query = f"SELECT source, origin, content_hash FROM files WHERE {column} = ?"  # noqa: S608
        row = self._connection.execute(query, (value,)).fetchone()
        return StoredFile(*row) if row else None

    def replace(self, contents: Contents) -> None:
        """Store what a file holds now, in place of what it held before."""
        with self._change() as connection:
            file = contents.file
            connection.execute("DELETE FROM files WHERE source = ?", (file.source,))
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", astuple(file))
            for article, passages in contents.articles:
                connection.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)", article_row(article)
                )
                _insert_passages(connection, passages)

    def replace_all_passages(self, rows: Iterable[Passage], settings: PassageSettings) -> None:
        """Store new passages for every article, cut with ``settings``."""
        with self._change() as connection:
            connection.execute("DELETE FROM passages")
            _insert_passages(connection, rows)
            connection.execute("UPDATE state SET passage_settings = ?", (_json(settings),))

    def count_articles(self, containing: str = "") -> int:
        """Return how many articles have ``containing`` in title or source."""
        query = f"SELECT count(*) FROM articles WHERE {_TITLE_OR_SOURCE}"  # noqa: S608
        return int(self._connection.execute(query, {"q": _like(containing)}).fetchone()[0])

    def count_passages(self) -> int:
        """Return how many passages there are."""
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def articles(self, after: str = "", limit: int = -1, containing: str = "") -> list[Article]:
        """Return articles by id, from the first after ``after``; ``limit`` -1 means all."""
        query = (
            f"SELECT {_ARTICLE} FROM articles WHERE id > :after AND {_TITLE_OR_SOURCE} "  # noqa: S608
            "ORDER BY id LIMIT :limit"
        )
        values = {"after": after, "limit": limit, "q": _like(containing)}
        return [article_of_row(row) for row in self._connection.execute(query, values)]

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None when there is none of that id."""
        query = f"SELECT {_ARTICLE} FROM articles WHERE id = ?"  # noqa: S608
        row = self._connection.execute(query, (article_id,)).fetchone()
        return article_of_row(row) if row else None

    def articles_of(self, passages: Iterable[Passage]) -> dict[str, Article]:
        """Return the articles of ``passages`` that still exist, by id."""
        wanted = list({passage.article_id for passage in passages})
        marks = ",".join("?" * len(wanted))
        query = f"SELECT {_ARTICLE} FROM articles WHERE id IN ({marks})"  # noqa: S608
        found = (article_of_row(row) for row in self._connection.execute(query, wanted))
        return {article.id: article for article in found}

    def articles_with(self, keys: Sequence[int] | None, ids: Sequence[str]) -> Iterator[Article]:
        """Yield the articles of the passages ``keys`` and those named ``ids``; None means all."""
        query = f"SELECT {_ARTICLE} FROM articles"  # noqa: S608
        if keys is None:
            return map(article_of_row, self._connection.execute(query))
        values = (json.dumps(keys), json.dumps(ids))
        return map(article_of_row, self._connection.execute(query + OF_KEYS_OR_IDS, values))

    def not_wholly_indexed(self) -> list[str]:
        """Return the ids of the articles that may hold words which no passage holds whole."""
        settings = self.passage_settings
        values = {"maximum": settings.maximum if settings else 0}
        return [row[0] for row in self._connection.execute(NOT_WHOLLY_INDEXED, values)]

    def bylines(self) -> list[tuple[str, str]]:
        """Return id and byline of every article that has one."""
        query = "SELECT id, byline FROM articles WHERE byline <> ''"
        return self._connection.execute(query).fetchall()

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE article_id = ? ORDER BY ordinal"  # noqa: S608
        return [_stored(row).passage for row in self._connection.execute(query, (article_id,))]

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages that still exist among ``keys``."""
        marks = ",".join("?" * len(keys))
        query = f"SELECT {_PASSAGE} FROM passages WHERE key IN ({marks})"  # noqa: S608
        stored = (_stored(row) for row in self._connection.execute(query, list(keys)))
        return {one.key: one.passage for one in stored}

    def stored_passage(self, passage_id: str) -> StoredPassage | None:
        """Return one passage with its key, or None when there is none of that id."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE id = ?"  # noqa: S608
        row = self._connection.execute(query, (passage_id,)).fetchone()
        return _stored(row) if row else None

    def walk(self) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Yield every article with its passages, by article id."""
        for article in self.articles():
            query = f"SELECT {_PASSAGE} FROM passages WHERE article_id = ? ORDER BY ordinal"  # noqa: S608
            rows = self._connection.execute(query, (article.id,)).fetchall()
            yield article, [_stored(row) for row in rows]

    def stories(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the story of each of these articles that has reprints."""
        found = _stories(tuple(self.articles()))
        return {one: found[one] for one in article_ids if one in found}

    def articles_of_story(self, story: str) -> list[Article]:
        """Return the articles that print one story."""
        every = self.articles()
        found = _stories(tuple(every))
        return [one for one in every if found.get(one.id) == story]


@lru_cache
def _stories(articles: tuple[Article, ...]) -> dict[str, str]:
    """Stand-in, until stories are stored: hold every article against every other one."""
    found: dict[str, str] = {}
    for one, other in combinations(articles, 2):
        if is_reprint(one.text, other.text):
            found[other.id] = found.setdefault(one.id, one.id)
    return found


_TITLE_OR_SOURCE = "(title LIKE :q ESCAPE '\\' OR source LIKE :q ESCAPE '\\')"


def _like(containing: str) -> str:
    escaped = containing.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _json(settings: PassageSettings) -> str:
    return json.dumps(asdict(settings))


def _insert_passages(connection: Connection, passages: Iterable[Passage]) -> None:
    connection.executemany(
        'INSERT INTO passages (id, article_id, ordinal, heading, start, "end") '
        "VALUES (?, ?, ?, ?, ?, ?)",
        ((p.id, p.article_id, p.ordinal, p.heading, p.start, p.end) for p in passages),
    )


def _stored(row: tuple[int, str, str, int, str, int, int]) -> StoredPassage:
    return StoredPassage(row[0], Passage(*row[1:]))
