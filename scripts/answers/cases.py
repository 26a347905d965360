"""The nouns of the fit: what is asked of which collection, and whether anything answers it."""

from dataclasses import dataclass
from enum import StrEnum

from scripts.benchmarks.benchmark import Half


class Origin(StrEnum):
    """How a case was made. Only the first has an answer."""

    OWN = "own"
    REMOVED = "article removed"
    FOREIGN = "foreign collection"
    KNOWN_NAME = "name of another article"
    UNKNOWN_NAME = "name of no article"
    ATTRIBUTE = "attribute of another question"
    ASKED = "asked for something else"
    YEAR = "year of no article"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what is known of its answer.

    Attributes:
        text: the question.
        origin: how it was made.
        bench: the collection that it is asked of.
        document: a document that it was made from; it decides the half.
        right: the documents that answer, or, of a removed article, would have.
        answers: the strings that are right; () when nothing in the collection answers.
    """

    text: str
    origin: Origin
    bench: str
    document: str
    right: frozenset[str]
    answers: tuple[str, ...] = ()

    @property
    def held_out(self) -> bool:
        """Whether the case belongs to the half that is not fitted on."""
        return Half.of(self.document) is Half.CHECK
