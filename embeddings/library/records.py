"""The records of the library: files, passages, and the outcome of a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import NOT_FILED, Article, Filing, Passage

Keys = NDArray[np.int64]
"""Passage keys, ascending: int64 of shape ``(n,)``."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the integer key that identifies it in the indexes."""

    key: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was last read.

    Attributes:
        source: its unique name.
        origin: the absolute path it was read from, or "" if it did not come from a file.
        content_hash: hash of its bytes; "" while its articles are still being stored.
        same_as: the file of the same content that holds its articles, or "".
        filing: how its articles are filed.
    """

    source: str
    origin: str
    content_hash: str
    same_as: str = ""
    filing: Filing = NOT_FILED


class PassageRange(NamedTuple):
    """An article with the keys of its first and last passage; its tags are JSON, as stored."""

    id: str
    source: str
    title: str
    date: str
    collection: str
    tags: str
    first_key: int
    last_key: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Where an article is stored, and since when.

    Attributes:
        file: the name of the file it was read from.
        changed_at: when it was last added or replaced, in seconds since 1970, UTC; 0 if unknown.
    """

    file: str
    changed_at: float


@dataclass(frozen=True, slots=True)
class Former:
    """What became of a removed article.

    Attributes:
        title: its title; "" if a user deleted it.
        successor: the id of the article that has its story now; "" if none is known.
    """

    title: str
    successor: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A file and its articles."""

    file: StoredFile
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class Change:
    """How many articles a change added, replaced, left unchanged, and removed."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(
            self.added + other.added,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )

    def __bool__(self) -> bool:
        """Return whether any article was added, replaced or removed."""
        return bool(self.added or self.replaced or self.removed)
