"""The events of a streamed answer: sources, deltas, the final answer."""

from collections.abc import Callable
from dataclasses import dataclass

from service.answers.answer import Answer
from service.answers.hits import Source


@dataclass(frozen=True, slots=True)
class Sources:
    """The passages that the answer will be based on."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """Text appended to the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The whole answer, which replaces all deltas before it."""

    answer: Answer


Event = Sources | Delta | Final

OnFound = Callable[[tuple[Source, ...]], None]
"""Is told the passages that were found for a question, before they are read."""


def ignore_found(_: tuple[Source, ...]) -> None:
    """Do nothing."""
