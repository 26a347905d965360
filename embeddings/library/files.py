"""The files that articles were read from."""

from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.library.database import Connection, Database
from embeddings.library.records import StoredFile


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a library, as they stand when they are asked for."""

    database: Database

    @property
    def _connection(self) -> Connection:
        return self.database.connection

    def all(self) -> list[StoredFile]:
        """Return all files; those that hold articles first, by name."""
        return list(self._files("source >= ? ORDER BY same_as <> '', source", ""))

    def get(self, source: str) -> StoredFile | None:
        """Return the file that is known as ``source``."""
        return next(self._files("source = ?", source), None)

    def read_from(self, origin: str) -> StoredFile | None:
        """Return the file that was read from the path ``origin``."""
        return next(self._files("origin = ?", origin), None)

    def with_content(self, digest: str) -> StoredFile | None:
        """Return the file of that content hash which holds its articles."""
        return next(self._files("content_hash = ? AND same_as = ''", digest), None)

    def below(self, folder: str) -> list[StoredFile]:
        """Return the files that were read from paths below ``folder``."""
        prefix = folder.rstrip("/") + "/"
        return list(self._files("substr(origin, 1, length(?1)) = ?1", prefix))

    def origins(self) -> list[str]:
        """Return the paths that files were read from."""
        query = "SELECT origin FROM files WHERE origin <> ''"
        return [row[0] for row in self._connection.execute(query)]

    def emptied(self) -> list[StoredFile]:
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

    def of_article(self, article_id: str) -> str | None:
        """Return the file that holds an article."""
        query = "SELECT file FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return row[0] if row else None

    def _files(self, condition: str, value: str) -> Iterator[StoredFile]:
        query = f"SELECT source, origin, content_hash, same_as FROM files WHERE {condition}"  # noqa: S608
        return (StoredFile(*row) for row in self._connection.execute(query, (value,)))
