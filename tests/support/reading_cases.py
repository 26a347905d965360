"""Documents as they really come, each with the articles that a reader sees in it."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.documents import read_all


@dataclass(frozen=True, slots=True)
class Seen:
    """An article as a reader sees it: its title, its lines, and what it prints of its origin."""

    title: str
    lines: tuple[str, ...]
    byline: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """A file and the articles in it."""

    name: str
    data: bytes
    seen: tuple[Seen, ...]


def case(name: str, text: str | bytes, *seen: Seen, encoding: str = "utf-8") -> ReadingCase:
    """Return a case of a file with this text."""
    return ReadingCase(name, text.encode(encoding) if isinstance(text, str) else text, seen)


def read_as_seen(one: ReadingCase, folder: Path) -> tuple[Seen, ...]:
    """Return what is read from the file; fail if any part of it cannot be read."""
    path = folder / one.name
    path.write_bytes(one.data)
    articles, failures = read_all(path)
    assert failures == []
    return tuple(
        Seen(item.title, tuple(item.text.split("\n")), item.byline, item.date) for item in articles
    )
