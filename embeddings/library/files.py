"""The files the articles were read from."""

from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Filing
from embeddings.library.database import Connection, Database
from embeddings.library.records import StoredFile

_FILE = "source, origin, content_hash, same_as, collection, shown_as, fixed"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a library; each call reads the current state."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    def all(self) -> list[StoredFile]:
        """Return all files by name, those with articles of their own first."""
        return list(self._select("source >= ? ORDER BY same_as <> '', source", ""))

    def get(self, source: str) -> StoredFile | None:
        """Return the file named ``source``."""
        return next(self._select("source = ?", source), None)

    def find_by_origin(self, origin: str) -> StoredFile | None:
        """Return the file that was read from the path ``origin``."""
        return next(self._select("origin = ?", origin), None)

    def find_by_content(self, digest: str) -> StoredFile | None:
        """Return the file with this content hash that holds its articles."""
        return next(self._select("content_hash = ? AND same_as = ''", digest), None)

    def find_below(self, folder: str) -> list[StoredFile]:
        """Return the files read from paths below ``folder``."""
        prefix = folder.rstrip("/") + "/"
        return list(self._select("substr(origin, 1, length(?1)) = ?1", prefix))

    def list_origins(self) -> list[str]:
        """Return the paths the files were read from."""
        query = "SELECT origin FROM files WHERE origin <> ''"
        return [row[0] for row in self._connection.execute(query)]

    def find_emptied(self) -> list[StoredFile]:
        """Return the files whose articles have all been deleted permanently."""
        return list(
            self._select(
                "content_hash <> ? AND same_as = '' AND source IN "
                "(SELECT file FROM deleted_articles) AND NOT EXISTS "
                "(SELECT 1 FROM articles WHERE file = files.source) "
                "AND source NOT IN (SELECT file FROM bin)",
                "",
            )
        )

    def find_deleted_articles(self, source: str, since: float = 0) -> dict[str, str]:
        """Return id and reading hash of the articles deleted from a file that still exists.

        If another file holds the articles of ``source``, return those deleted from that file.
        """
        query = (
            "SELECT article_id, content_hash FROM deleted_articles WHERE deleted_at >= ?2 AND file "
            "= coalesce((SELECT same_as FROM files WHERE source = ?1 AND same_as <> ''), ?1)"
        )
        return dict(self._connection.execute(query, (source, since)).fetchall())

    def count_articles(self, source: str) -> int:
        """Return how many articles a file holds."""
        query = "SELECT count(*) FROM articles WHERE file = ?"
        return int(self._connection.execute(query, (source,)).fetchone()[0])

    def of_article(self, article_id: str) -> str | None:
        """Return the file that holds an article."""
        query = "SELECT file FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return row[0] if row else None

    def _select(self, condition: str, value: str) -> Iterator[StoredFile]:
        query = f"SELECT {_FILE} FROM files WHERE {condition}"  # noqa: S608
        rows = self._connection.execute(query, (value,))
        return (
            StoredFile(source, origin, digest, same_as, _read_filing(*filed))
            for source, origin, digest, same_as, *filed in rows
        )


def _read_filing(collection: str, shown_as: str, fixed: int) -> Filing:
    return Filing(collection, shown_as, bool(fixed))
