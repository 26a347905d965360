"""SQLite connections, transactions and schema versions. Only this module imports sqlite3."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from embeddings.errors import StorageError, WenbaoError
from embeddings.library.limits import build_views
from embeddings.library.schema import SCHEMA_VERSION, STEPS
from embeddings.storage.failpoints import Step, failpoint
from embeddings.storage.locks import exclusive_lock
from embeddings.text.normalize import fold

Connection: TypeAlias = sqlite3.Connection
_CACHE_KIB = 32_000  # of each connection, at most; a bulk load needs it for its indexes
_BUSY_SECONDS = 30  # to wait while another process writes
Collections: TypeAlias = tuple[str, ...] | None
"""The only collections that can be seen; None means all."""
DatabaseError: TypeAlias = sqlite3.DatabaseError
"""Raised on reading a library with damaged pages."""

RESTORE = "Restore a backup with `wenbao restore FILE --replace`; nothing was changed."


class Database:
    """The library file. Safe to use from many threads: each has its own connection."""

    def __init__(
        self,
        path: Path,
        synchronous: Literal["FULL", "NORMAL"] = "FULL",
        within: Collections = None,
    ) -> None:
        """Open the file at ``path``; create it if it is missing, and migrate an older one.

        Limited to the collections ``within``, it can only be read.

        With ``FULL`` a transaction is on disk when it returns. ``NORMAL`` saves the fsync, and a
        power cut may lose the last transactions; the file stays consistent either way.

        Raises:
            WenbaoError: the file is not a library, a newer version created it, or the folder is
                not writable.
        """
        self._path = path
        self._synchronous = synchronous
        self._within: Collections = None  # while an older file is migrated
        self._local = threading.local()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._prepare()
            if within is not None:
                self.close()  # the next connection is limited
                self._within = within
        except (OSError, sqlite3.DatabaseError, StorageError) as error:
            reason = error.__cause__ or error
            message = f"{path} cannot be opened as a library: {reason}"
            if _is_damage(reason):
                message += f". It is damaged, or not a library. {RESTORE}"
            raise WenbaoError(message) from error

    @property
    def connection(self) -> Connection:
        """This thread's connection; outside a transaction it reads committed data."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY_SECONDS)
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA secure_delete = ON")  # overwrite deleted content with zeros
            connection.create_function("fold", 1, fold, deterministic=True)
            for view in () if self._within is None else build_views(self._within):
                connection.execute(view)
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run one change atomically.

        Raises:
            StorageError: the disk is full, the folder read-only, or another process keeps writing.
        """
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            failpoint(Step.COMMIT, self._path)
            connection.execute("COMMIT")
            failpoint(Step.COMMITTED, self._path)
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise StorageError(f"{self._path} cannot be changed: {error}") from error
            raise

    def check_integrity(self) -> list[str]:
        """Return the problems that SQLite finds in the file; this reads all of it."""
        try:
            rows = self.connection.execute("PRAGMA integrity_check").fetchall()
        except DatabaseError as error:
            return [str(error)]
        return [row[0] for row in rows if row[0] != "ok"]

    def copy_to(self, path: Path) -> None:
        """Copy the current state of the file to ``path``, while others may keep writing.

        The copy is a single file without a write-ahead log, so it can be moved.
        """
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            self.connection.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            copy.close()

    def shrink(self) -> None:
        """Rebuild the file without the space, and the remains, of deleted rows."""
        self.connection.execute("VACUUM")

    def clear_log(self) -> None:
        """Checkpoint the write-ahead log and truncate it, unless others are reading."""
        connection = self.connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")

    def close(self) -> None:
        """Close this thread's connection; the last one to close removes the write-ahead log."""
        self.connection.close()
        self._local = threading.local()

    def _prepare(self) -> None:
        if self._read_version() < SCHEMA_VERSION:
            with exclusive_lock(self._path.with_name(self._path.name + ".lock")):
                self._migrate()
        version = self._read_version()
        if version > SCHEMA_VERSION:
            raise WenbaoError(
                f"{self._path} has schema version {version}, created by a newer program; this one "
                f"supports up to {SCHEMA_VERSION}. Install the newer version, or use another "
                "folder."
            )

    def _migrate(self) -> None:
        """Apply all outstanding schema steps in one transaction."""
        if self._read_version() == 0:
            self.connection.execute("PRAGMA journal_mode = WAL")  # stored in the file
        with self.transaction() as connection:
            for version, step in enumerate(STEPS, 1):
                if version > self._read_version():  # another process may have been faster
                    for statement in step.split(";\n"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {version}")

    def _read_version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])


def _is_damage(error: BaseException) -> bool:
    """Return whether the file's content caused an error, not the disk or permissions."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode == sqlite3.SQLITE_ERROR  # such as an unknown file format
    return isinstance(error, DatabaseError)
