"""Where a process may die or the disk refuse: each step that reaches the disk calls ``failpoint``.

Nobody listens in the product. A test arms its own process by adding a listener that ends it, or
raises what a full disk raises, at the step that it chooses.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path


class Step(StrEnum):
    """What is about to happen, or for ``COMMITTED`` has happened, to a path."""

    WRITE = "write"
    FSYNC = "fsync"
    RENAME = "rename"
    LINK = "link"
    REMOVE = "remove"
    COMMIT = "commit"
    COMMITTED = "committed"


Listener = Callable[[Step, Path], None]
listeners: list[Listener] = []


def failpoint(step: Step, path: Path) -> None:
    """Tell whoever listens that ``step`` comes next."""
    for listener in listeners:
        listener(step, path)
