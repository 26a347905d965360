"""Problems found in a data folder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One problem in a data folder.

    Attributes:
        what: a sentence that describes the problem.
        todo: how to fix it.
    """

    what: str
    todo: str
