"""API keys in the library file: create, find, list, revoke."""

import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from embeddings.errors import StorageError, WenbaoError
from embeddings.library.database import Database
from service.settings import Settings

PREFIX = "wenbao_"  # so that people and secret scanners recognize a key
_RANDOM_BYTES = 32
_LONGEST_NAME = 60
_USE_SECONDS = 3600  # between two records of a key's use, so that not every request writes
_COLUMNS = "key, name, role, collections, created_at, last_used_at, revoked_at"
_log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a key permits: readers ask and read, editors also change the library."""

    READER = "reader"
    EDITOR = "editor"

    def includes(self, other: "Role") -> bool:
        """Return whether this role permits everything that ``other`` does."""
        return self is Role.EDITOR or other is Role.READER


@dataclass(frozen=True, slots=True)
class Key:
    """An API key without its secret.

    Attributes:
        number: unique and never reused.
        name: chosen by its owner; never reused either.
        collections: the only ones that it is for; () means all.
        created_at: seconds since 1970, UTC, as the other times.
        last_used_at: to the hour; None before its first use.
        revoked_at: None while it is valid.
    """

    number: int
    name: str
    role: Role
    collections: tuple[str, ...]
    created_at: float
    last_used_at: float | None
    revoked_at: float | None

    @property
    def used_lately(self) -> bool:
        """Whether the recorded last use is recent enough."""
        return self.last_used_at is not None and time.time() - self.last_used_at < _USE_SECONDS


class KeyStore:
    """All API keys of a library. Safe to use from many threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open the library file at ``path``."""
        self._database = Database(path)

    def add(self, name: str, role: Role, collections: Sequence[str] = ()) -> str:
        """Create a key and return its secret, which cannot be retrieved later.

        With ``collections``, it is for these only, as if there were no other articles.

        Raises:
            WenbaoError: the name is empty, too long, or taken; or that of a collection is empty.
        """
        if not all(map(str.strip, collections)):
            raise WenbaoError(
                "The name of a collection is empty; a key for all has no --collection"
            )
        if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
            raise WenbaoError(
                f"A key's name has 1 to {_LONGEST_NAME} printable characters; {name!r} does not"
            )
        secret = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM api_keys WHERE name = ?", (name,)).fetchone():
                raise WenbaoError(
                    f"There is, or was, a key called {name}. Choose another name, so that it stays "
                    "clear who did what"
                )
            connection.execute(
                "INSERT INTO api_keys (name, role, digest, created_at, collections) "
                "VALUES (?, ?, ?, ?, ?)",
                (name, role, _digest(secret), time.time(), _dump(collections)),
            )
        return secret

    def all(self) -> list[Key]:
        """Return all keys, revoked ones too, in order of creation."""
        query = f"SELECT {_COLUMNS} FROM api_keys ORDER BY key"  # noqa: S608
        return [_read_key_row(row) for row in self._database.connection.execute(query)]

    def has_valid_key(self) -> bool:
        """Return whether there is a key that is not revoked."""
        query = "SELECT 1 FROM api_keys WHERE revoked_at IS NULL LIMIT 1"
        return self._database.connection.execute(query).fetchone() is not None

    def revoke(self, name: str) -> bool:
        """Revoke a key; return whether there was a valid one with this name."""
        query = "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL"
        with self._database.transaction() as connection:
            return connection.execute(query, (time.time(), name)).rowcount == 1

    def find(self, secret: str) -> Key | None:
        """Return the valid key with this secret, or None.

        It takes the same time whichever key matches, if any: every digest is compared, each in
        constant time. It only reads, so it never waits for a writer.
        """
        digest, found = _digest(secret), None
        query = f"SELECT digest, {_COLUMNS} FROM api_keys WHERE revoked_at IS NULL"  # noqa: S608
        for stored_digest, *columns in self._database.connection.execute(query).fetchall():
            if hmac.compare_digest(stored_digest, digest):
                found = _read_key_row(columns)
        return found

    def note_use(self, key: Key) -> None:
        """Record that a key was used now. This waits for other writers to the library."""
        try:
            with self._database.transaction() as connection:
                query = "UPDATE api_keys SET last_used_at = ? WHERE key = ?"
                connection.execute(query, (time.time(), key.number))
        except StorageError:  # a full disk must not stop readers
            _log.warning("the use of key %s could not be recorded", key.name, exc_info=True)


def check_keys(settings: Settings) -> None:
    """Refuse to serve if keys are required and there is none; warn if anybody has access.

    Raises:
        WenbaoError: keys are required, and there is none.
    """
    if settings.asks_for_keys and not KeyStore(settings.library_path).has_valid_key():
        reason = "can be reached from other machines" if settings.exposed else "requires API keys"
        raise WenbaoError(
            f"A server at {settings.host} {reason}, and {settings.library_path} has no key: create "
            "one with `wenbao key add NAME --role editor`, or allow access without keys with "
            "WENBAO_AUTH=off."
        )
    if settings.exposed and not settings.asks_for_keys:
        _log.warning(
            "WENBAO_AUTH=off: anyone who can reach %s can read and change everything",
            settings.host,
        )


def _digest(secret: str) -> bytes:
    """Return the hash of a secret, as stored.

    A slow hash (argon2, scrypt) protects guessable secrets. 256 random bits cannot be guessed (NIST
    SP 800-63B, 5.1.2.2, requires a slow hash below 112 bits), so a fast hash is enough.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _read_key_row(row: Sequence[Any]) -> Key:
    number, name, role, collections, *times = row
    return Key(number, name, Role(role), tuple(json.loads(collections)), *times)


def _dump(collections: Sequence[str]) -> str:
    return json.dumps([name.strip() for name in collections], ensure_ascii=False)
