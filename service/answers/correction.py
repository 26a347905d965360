"""Words of a question that were read as others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """Words of the question, and what they were read as.

    They are a name that no article contains and the one it was read as, or 去年 and its year.
    """

    written: str
    read_as: str
