"""A question put to a collection, and whether anything there answers it."""

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
    """A question and what is known about its answer.

    Attributes:
        text: the question.
        origin: how the case was made.
        bench: the collection it is put to.
        document: a document it was made from; decides the half.
        right: the documents that answer it or, for a removed article, would have.
        answers: the accepted strings; () when nothing in the collection answers.
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
