"""The results of reading a file: articles, failed parts, warnings, and how much it contains."""

from dataclasses import dataclass

from embeddings.documents import Article


@dataclass(frozen=True, slots=True)
class PartFailure:
    """A part of a file that could not be read; the other parts were.

    Attributes:
        part: its name within the file: ``row 17``, ``一月/甲.pdf``, ``甲.jsonl row 17``.
        reason: what is wrong and what to do, in a sentence or two.
    """

    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something to know about a file, or a part of it, that was read.

    Attributes:
        part: the name of the part, or "" for the whole file.
        text: what happened, in a sentence or two.
    """

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a file contains; several add up.

    Attributes:
        tables: the number of tables.
        pages: the number of printed pages or slides.
        characters: of its articles; whoever takes the articles counts them.
    """

    tables: int = 0
    pages: int = 0
    characters: int = 0

    def __add__(self, other: "Extent") -> "Extent":
        return Extent(
            self.tables + other.tables,
            self.pages + other.pages,
            self.characters + other.characters,
        )


NOTHING = Extent()
"""The extent of what contains nothing, or was not read."""


@dataclass(frozen=True, slots=True)
class SignOfLife:
    """The reading goes on: comes now and then, so that whoever waits can stop waiting."""


@dataclass(frozen=True, slots=True)
class PageBegun:
    """A page is about to be recognised, which takes seconds.

    Attributes:
        key: identifies the page by its content.
        number: its number in its file, from 1.
        total: how many pages its file has.
    """

    key: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """A page that was recognised, as JSON, to be kept until its file is stored."""

    key: str
    content: str


Read = Article | PartFailure | ReadingWarning | Extent | SignOfLife | PageBegun | RecognizedPage


def prefix_part(part: str, result: Read) -> Read:
    """Return a result of reading ``part`` of a file as one of the whole file."""
    match result:
        case PartFailure(inner, reason):
            return PartFailure(f"{part} {inner}", reason)
        case ReadingWarning(inner, text):
            return ReadingWarning(f"{part} {inner}".rstrip(), text)
    return result
