"""Failpoints: each step that touches the disk calls ``failpoint``, so tests can make it fail.

In production nothing listens. A test adds a listener to its own process that kills it, or raises
what a full disk raises, at a chosen step.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path


class Step(StrEnum):
    """What is about to happen to a path or, for ``COMMITTED``, has happened."""

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
    """Notify the listeners that ``step`` comes next."""
    for listener in listeners:
        listener(step, path)
