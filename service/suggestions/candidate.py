"""A question that a sentence of an article seems to answer."""

from dataclasses import dataclass
from enum import Enum, auto

from embeddings.documents import Span


class Asks(Enum):
    """What a question asks for: suggestions shall differ in it."""

    NUMBER = auto()
    PERSON = auto()
    NAME = auto()
    TIME = auto()
    ITEMS = auto()
    MEANING = auto()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the words of an article that should answer it.

    Attributes:
        told: the words that the answer must contain.
        place: their sentence in the article's text.
    """

    question: str
    asks: Asks
    told: str
    article_id: str
    place: Span
