"""What the service itself states: about the collection, or in reply to small talk."""

from dataclasses import dataclass
from enum import StrEnum


class StatementKind(StrEnum):
    """What a statement is about."""

    COLLECTION = "collection"
    SMALL_TALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the service's own, never a quote.

    Attributes:
        total: how many articles it is about; None if it is not about articles.
    """

    kind: StatementKind
    text: str
    total: int | None = None
