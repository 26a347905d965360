"""The events of an answer as it is given: sources, deltas, the final answer."""

from dataclasses import dataclass

from service.answers.answer import Answer
from service.answers.hits import Source


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found: the passages that the answer will rest on."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """What an answer that is being given grows by."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The whole answer: it stands in place of all deltas before it."""

    answer: Answer


Event = Sources | Delta | Final
