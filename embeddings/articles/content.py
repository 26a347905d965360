"""What a document consists of, in reading order: paragraphs of different roles, and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from embeddings.documents import PageStart
from embeddings.places import NOWHERE, Places


class Role(Enum):
    """What a paragraph is in its document."""

    BODY = "body"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of an article's text.

    Attributes:
        text: one line, never empty, with white space collapsed.
        role: what it is.
        level: of a heading, from 1 for the title of a document; 0 if unknown or no heading.
        page: the printed page that it starts on, from 1; None without pages.
        later_pages: where further printed pages begin within ``text``.
        places: where it is printed, and which characters are in doubt.
    """

    text: str
    role: Role = Role.BODY
    level: int = 0
    page: int | None = None
    later_pages: tuple[PageStart, ...] = ()
    places: Places = NOWHERE

    @property
    def is_heading(self) -> bool:
        """Whether it is a section heading."""
        return self.role is Role.HEADING


Cells = tuple[str, ...]
"""The texts of a row, one line each; "" for an empty cell, or one that another covers."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the part of one that is on one page.

    A cell that covers several rows is repeated in each; one that covers several columns of the
    body is not.

    Attributes:
        rows: the rows below the header, in order.
        header: the rows of column heads; empty if there are none.
        page: the printed page, from 1; None without pages.
    """

    rows: Sequence[Cells]
    header: Sequence[Cells] = ()
    page: int | None = None


Element = Paragraph | Table
