"""What a page made for a test says: its stories, its head, and where each character stands."""

from dataclasses import dataclass

from embeddings.layout.boxes import Box, Glyph, PrintedPage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class TrueStory:
    """A story as its author wrote it.

    Attributes:
        title: its headline, the lines joined.
        kicker: the line above it, or "".
        subtitle: the line below it, or "".
        byline: as printed, or "".
        paragraphs: the sentences of each, in order.
        captions: of its pictures.
    """

    title: str
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    paragraphs: tuple[tuple[str, ...], ...] = ()
    captions: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Ink:
    """A character on the page, in points.

    Attributes:
        text: the character.
        box: its em box; half-width characters have narrower ones.
        size: of its type.
        bold: whether its type is heavy.
        serif: whether it is set in Song, not in Hei.
        vertical: whether it stands in a vertical line.
        line: the number of its line.
        story: the index of its story in the paper; -1 for the page head and the like.
    """

    text: str
    box: Box
    size: float
    bold: bool
    serif: bool
    vertical: bool
    line: int
    story: int


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page as it was set, in points.

    Attributes:
        number: of the page in the paper, from 1.
        width: of the page.
        height: of the page.
        ink: its characters.
        rules: its lines, as thin boxes.
        pictures: where its pictures are.
    """

    number: int
    width: float
    height: float
    ink: tuple[Ink, ...]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]

    def order_ink(self) -> list[Ink]:
        """Return the characters as a machine meets them: line by line, from top to bottom."""
        tops: dict[int, tuple[float, float]] = {}
        for ink in self.ink:
            tops.setdefault(ink.line, (ink.box.top, ink.box.left))
        return sorted(self.ink, key=lambda ink: tops[ink.line])  # stable within each line

    def print_at(self, dpi: float) -> PrintedPage:
        """Return the page as a perfect reader of a scan would see it, in pixels."""
        scale = dpi / POINTS_PER_INCH
        glyphs = tuple(_print_ink(ink, scale) for ink in self.order_ink())
        rules = tuple(_scale(rule, scale) for rule in self.rules)
        return PrintedPage(self.number, self.width * scale, self.height * scale, glyphs, rules)


@dataclass(frozen=True, slots=True)
class TruePaper:
    """Pages, and all that they say.

    Attributes:
        pages: from the first.
        stories: in the order of the pages.
        date: of the paper, as yyyy-mm-dd.
    """

    pages: tuple[TruePage, ...]
    stories: tuple[TrueStory, ...]
    date: str


def _scale(box: Box, scale: float) -> Box:
    return Box(*(edge * scale for edge in box))


def _print_ink(ink: Ink, scale: float) -> Glyph:
    box = _scale(ink.box, scale)
    size = ink.size * scale
    return Glyph(ink.text, box, box.top + 0.88 * size, size)
