"""A paper being set: sheets that take characters, rules, pictures; turned for vertical text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from embeddings.layout.boxes import Box
from tests.support.newspapers.texts import Newsroom
from tests.support.newspapers.truth import Ink, TruePage, TruePaper, TrueStory
from tests.support.newspapers.typesetting import Frame, SetCharacter

FURNITURE = -1


class Sheet(Protocol):
    """What stories are set on."""

    def put(self, characters: Iterable[SetCharacter], story: int) -> None:
        """Print characters."""

    def draw_rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a rule, a thin box."""

    def place_picture(self, frame: Frame) -> None:
        """Place a picture."""


@dataclass
class Page:
    """A sheet of its own."""

    number: int
    width: float
    height: float
    ink: list[Ink] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    lines: int = 0

    def put(self, characters: Iterable[SetCharacter], story: int) -> None:
        self._print(
            ((c, Box(c.along, c.across, c.along + c.width, c.across + c.size)) for c in characters),
            story,
            vertical=False,
        )

    def _print(
        self, placed: Iterable[tuple[SetCharacter, Box]], story: int, *, vertical: bool
    ) -> None:
        first = self.lines
        for c, box in placed:
            self.lines = max(self.lines, first + c.line + 1)
            self.ink.append(
                Ink(c.text, box, c.size, c.face.bold, c.face.serif, vertical, first + c.line, story)
            )

    def draw_rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.rules.append(Box(left, top, right, bottom))

    def place_picture(self, frame: Frame) -> None:
        self.pictures.append(Box(*frame))

    def turn(self, area: Frame) -> "TurnedArea":
        """Return an area of the page for vertical text."""
        return TurnedArea(self, area)

    def finish(self) -> TruePage:
        """Return the page as set."""
        return TruePage(
            self.number,
            self.width,
            self.height,
            tuple(self.ink),
            tuple(self.rules),
            tuple(self.pictures),
        )


@dataclass
class TurnedArea:
    """An area of a page whose lines run downwards, the first one at the right."""

    page: Page
    area: Frame

    @property
    def frame(self) -> Frame:
        """The area as lines see it: from its upper right corner."""
        return Frame(0, 0, self.area.bottom - self.area.top, self.area.right - self.area.left)

    def put(self, characters: Iterable[SetCharacter], story: int) -> None:
        self.page._print(((c, self._turn(c)) for c in characters), story, vertical=True)

    def _turn(self, c: SetCharacter) -> Box:
        right, top = self.area.right - c.across, self.area.top + c.along
        return Box(right - c.size, top, right, top + c.width)

    def draw_rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.page.draw_rule(*self._turn_box(left, top, right, bottom))

    def place_picture(self, frame: Frame) -> None:
        self.page.place_picture(Frame(*self._turn_box(*frame)))

    def _turn_box(self, left: float, top: float, right: float, bottom: float) -> Box:
        area = self.area
        return Box(area.right - bottom, area.top + left, area.right - top, area.top + right)


@dataclass
class Press:
    """A paper being set."""

    room: Newsroom
    date: str
    pages: list[Page] = field(default_factory=list)
    stories: list[TrueStory] = field(default_factory=list)

    def add_page(self, width: float, height: float, number: int | None = None) -> Page:
        """Return a new page."""
        self.pages.append(Page(number or len(self.pages) + 1, width, height))
        return self.pages[-1]

    def add_story(self, story: TrueStory) -> int:
        """Record a story and return its index."""
        self.stories.append(story)
        return len(self.stories) - 1

    def finish(self) -> TruePaper:
        """Return the paper as set."""
        return TruePaper(
            tuple(page.finish() for page in self.pages), tuple(self.stories), self.date
        )
