"""Problems found in a data folder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One problem in a data folder.

    Attributes:
        description: a sentence that describes the problem.
        remedy: how to fix it.
    """

    description: str
    remedy: str
