"""Setting lines and columns as Chinese newspapers do: justified, with rules for punctuation."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from PIL import ImageFont

_TOKEN = re.compile(r"[“‘（《—]*(?:[0-9A-Za-z.]+%?|.)[，。、；：！？”’）》％]*", re.S)
_FOLDER = "/usr/share/fonts/opentype/noto"
_SIMPLIFIED = 2  # the face of the collections that is for Simplified Chinese


class Face(NamedTuple):
    """A typeface: Song or Hei, regular or heavy."""

    serif: bool = True
    bold: bool = False


class Frame(NamedTuple):
    """A part of a column that text flows into, in points."""

    left: float
    top: float
    right: float
    bottom: float


class Copy(NamedTuple):
    """A paragraph to be set: its text, its typeface and the indent of its first line in ems."""

    text: str
    face: Face = Face()
    indent: float = 2.0


class SetCharacter(NamedTuple):
    """A character on its place: ``along`` its line and ``across`` lines, from the page's corner."""

    text: str
    along: float
    across: float
    width: float
    size: float
    face: Face
    line: int


@cache
def load_font(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    """Return a font of this height."""
    name = f"Noto{'Serif' if face.serif else 'Sans'}CJK-{'Bold' if face.bold else 'Regular'}.ttc"
    return ImageFont.truetype(f"{_FOLDER}/{name}", pixels, index=_SIMPLIFIED)


@cache
def measure(character: str, face: Face) -> float:
    """Return the width of a character in ems."""
    return load_font(face, 100).getlength(character) / 100


def measure_text(text: str, face: Face) -> float:
    """Return the width of a text in ems."""
    return sum(measure(character, face) for character in text)


def break_line(text: str, room: float, face: Face) -> int:
    """Return how many characters fit into ``room`` ems; marks never begin a line."""
    used, end = 0.0, 0
    for match in _TOKEN.finditer(text):
        width = measure_text(match.group(), face)
        if end and used + width > room + 1e-6:
            break
        used += width
        end = match.end()
    return end


def flow(
    paragraphs: Sequence[Copy], frames: Sequence[Frame], size: float, leading: float
) -> tuple[list[SetCharacter], bool]:
    """Return the characters of the paragraphs in the frames, and whether all found room."""
    places = _iterate_lines(frames, size, leading)
    characters: list[SetCharacter] = []
    for paragraph in paragraphs:
        rest, face, start = paragraph
        while rest:
            place = next(places, None)
            if place is None:
                return characters, False
            number, left, top, width = place
            room = width / size - start
            end = break_line(rest, room, face)
            stretch = 0.0 if end == len(rest) else room
            characters += set_line(
                rest[:end], left + start * size, top, size, face, number, stretch
            )
            rest, start = rest[end:], 0.0
    return characters, True


def _iterate_lines(
    frames: Sequence[Frame], size: float, leading: float
) -> Iterator[tuple[int, float, float, float]]:
    number = 0
    for frame in frames:
        top = frame.top
        while top + size <= frame.bottom + 1e-6:
            yield number, frame.left, top, frame.right - frame.left
            number += 1
            top += leading


def set_line(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    text: str,
    left: float,
    top: float,
    size: float,
    face: Face,
    line: int,
    stretch: float = 0.0,
    spacing: float = 0.0,
) -> list[SetCharacter]:
    """Return the characters of a line.

    Args:
        text: of the line.
        left: where it begins.
        top: of its em boxes.
        size: of its type.
        face: its typeface.
        line: its number.
        stretch: the width in ems that it is justified to, or 0.
        spacing: ems between characters.
    """
    if stretch and len(text) > 1:
        spacing = (stretch - measure_text(text, face)) / (len(text) - 1)
    result = []
    for character in text:
        width = measure(character, face)
        result.append(SetCharacter(character, left, top, width * size, size, face, line))
        left += (width + spacing) * size
    return result
