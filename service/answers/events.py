"""The events of a streamed answer: sources, deltas, the final answer."""

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
