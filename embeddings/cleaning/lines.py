"""Split a page into lines with their gaps, indents and marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from embeddings.cleaning.bylines import is_byline
from embeddings.cleaning.spacing import collapse

_MARK = re.compile(r"(#{1,6})\s+(?=\S)|(#{2,6})(?=[^\s#])")


class LineRole(Enum):
    """What a line is because of its place below a headline."""

    IMPRINT = "imprint"  # it states date or author
    OCCASION = "occasion"  # ——在大会上的讲话, a day without its year, the number of a document


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its layout.

    Attributes:
        text: stripped of surrounding white space.
        gap: empty lines above it (0 for the first line of the page).
        level: number of ``#`` before it, which are not part of ``text``; 0 if none.
        indented: it began with white space, like the first line of a Chinese paragraph.
        inline: it was split off the end of a longer line.
        role: what its place makes of it, if anything.
    """

    text: str
    gap: int = 0
    level: int = 0
    indented: bool = False
    inline: bool = False
    role: LineRole | None = None

    @property
    def is_byline(self) -> bool:
        """Whether it states date or author and is no part of the text."""
        return self.role is LineRole.IMPRINT or is_byline(self.text)


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the non-empty lines of ``text``."""
    return tuple(_parse_lines(text))


def _parse_lines(text: str) -> Iterator[Line]:
    gap, first = 0, True
    for raw in text.split("\n"):
        stripped = collapse(raw)
        if not stripped:
            gap += 1
            continue
        mark = _MARK.match(stripped)
        level = len(mark.group().rstrip()) if mark else 0
        indented = raw[:2].isspace() and len(raw) > 1
        yield Line(
            stripped[mark.end() :] if mark else stripped, 0 if first else gap, level, indented
        )
        gap, first = 0, False


def measure_width(text: str) -> int:
    """Return the printed width of ``text`` in columns: two per Chinese character, one for ASCII.

    This equals its length in GB 18030, which needs no Python loop over the characters.
    """
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
