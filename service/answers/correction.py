"""A name that was read as another one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """A name of the question that no article contains, and the name it was read as."""

    written: str
    read_as: str
