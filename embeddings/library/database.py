"""The one place that speaks SQLite: connections, transactions, schema versions."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from embeddings.errors import StorageError, WenbaoError
from embeddings.library.schema import SCHEMA_VERSION, STEPS
from embeddings.storage.failpoints import Step, failpoint
from embeddings.storage.locks import exclusive_lock
from embeddings.text.normalize import fold

Connection: TypeAlias = sqlite3.Connection
_CACHE_KIB = 32_000  # of each connection, at most; a bulk load needs it for its indexes
_PATIENCE_SECONDS = 30  # while another process writes
DatabaseError: TypeAlias = sqlite3.DatabaseError
"""What reading a library raises in which pages are damaged."""

RESTORE = "Put a backup back with `wenbao restore FILE --replace`; nothing was changed."


class Database:
    """The library file. Safe to use from many threads: each has its own connection."""

    def __init__(self, path: Path, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> None:
        """Open the file at ``path``; make it when it is not there, bring it up when it is older.

        With ``FULL`` a transaction is on the disk when it returns. With ``NORMAL`` it costs no
        fsync, and a power cut may lose the last ones; the file stays whole either way.

        Raises:
            WenbaoError: the file is not a library, a newer program made it, or the folder cannot
                be written.
        """
        self._path = path
        self._synchronous = synchronous
        self._local = threading.local()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._prepare()
        except (OSError, sqlite3.DatabaseError, StorageError) as error:
            reason = error.__cause__ or error
            told = f"{path} cannot be opened as a library: {reason}"
            if _is_damage(reason):
                told += f". It is damaged, or no library. {RESTORE}"
            raise WenbaoError(told) from error

    @property
    def connection(self) -> Connection:
        """This thread's connection; what it reads outside of a transaction is committed."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, isolation_level=None, timeout=_PATIENCE_SECONDS
            )
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted leaves no remains
            connection.create_function("fold", 1, fold, deterministic=True)
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run one change: all of it or nothing.

        Raises:
            StorageError: the disk is full, the folder read-only, or another process writes on.
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

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file; it reads all of it."""
        try:
            rows = self.connection.execute("PRAGMA integrity_check").fetchall()
        except DatabaseError as error:
            return [str(error)]
        return [row[0] for row in rows if row[0] != "ok"]

    def copy_to(self, path: Path) -> None:
        """Write the file as it stands now to ``path``, while others may write on.

        The copy is one file that can be moved, without a log beside it.
        """
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            self.connection.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            copy.close()

    def shrink(self) -> None:
        """Write the file anew without the room, and the remains, of what was deleted."""
        self.connection.execute("VACUUM")

    def clear_log(self) -> None:
        """Write what the log holds into the file, and empty it; while others read, it stays."""
        connection = self.connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000}")

    def close(self) -> None:
        """Close this thread's connection; the log beside the file goes with the last one."""
        self.connection.close()
        self._local = threading.local()

    def _prepare(self) -> None:
        if self._version() < SCHEMA_VERSION:
            with exclusive_lock(self._path.with_name(self._path.name + ".lock")):
                self._bring_up()
        version = self._version()
        if version > SCHEMA_VERSION:
            raise WenbaoError(
                f"{self._path} has schema version {version}, made by a newer program; this one "
                f"knows up to {SCHEMA_VERSION}. Install the newer version, or use another folder."
            )

    def _bring_up(self) -> None:
        """Take the steps that this file has not taken yet, all of them or none."""
        if self._version() == 0:
            self.connection.execute("PRAGMA journal_mode = WAL")  # stays so for ever
        with self.transaction() as connection:
            for version, step in enumerate(STEPS, 1):
                if version > self._version():  # somebody else may have been faster
                    for statement in step.split(";\n"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {version}")

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])


def _is_damage(error: BaseException) -> bool:
    """Tell whether an error comes from what the file holds, not from the disk or its rights."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode == sqlite3.SQLITE_ERROR  # such as an unknown file format
    return isinstance(error, DatabaseError)
