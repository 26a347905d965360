"""What is found wrong with a data folder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that is wrong.

    Attributes:
        what: a sentence that names the thing.
        todo: what to do about it.
    """

    what: str
    todo: str
