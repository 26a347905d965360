"""Read vertical lines again, their characters side by side as in a horizontal line.

The model is trained on horizontal lines. It reads the characters of a vertical one that lies on its
side, but not its marks: these stand at other places there, and brackets are turned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from embeddings.scans.cells import Part
from embeddings.scans.images import Image
from embeddings.scans.laying import LaidLine, Letter, lay_across
from embeddings.scans.lines import ReadCharacter, ReadLine, cut_out, read_windows
from embeddings.scans.models import Models
from embeddings.scans.pixels import Mask

_RINGS = "〇○"  # zero, which is no letter
_LESS_SURE = 0.05  # mean likelihood of characters
_MOST_MARKED = 1.3  # characters with marks to those without
_FEW_MARKS = 2  # that a line of one or two characters may have, too
_QUOTES = {"『": "“", "』": "”", "﹃": "“", "﹄": "”"}
_CORNERS = frozenset("「」﹁﹂")


def read_upright(
    lines: Sequence[ReadLine], image: Image, ink: Mask, models: Models
) -> list[ReadLine]:
    """Return the lines, the vertical ones read again.

    Args:
        lines: as they were read.
        image: the page.
        ink: where the page is printed on.
        models: that read it.
    """
    result = list(lines)
    laid = {n: found for n, line in enumerate(lines) if (found := _lay(line, image, ink))}
    readings = read_windows([line.image for line in laid.values()], models)
    for (place, line), reading in zip(laid.items(), readings, strict=True):
        before = lines[place].characters
        if _is_as_sure(reading, before):
            characters = _combine(_list_letters(before), line, reading)
            result[place] = replace(lines[place], characters=tuple(characters))
    return _spell_quotes(result)


def _lay(line: ReadLine, image: Image, ink: Mask) -> LaidLine | None:
    if not line.is_vertical:
        return None
    return lay_line(cut_out(image, line.box), cut_out(ink, line.box), line.characters)


def lay_line(image: Image, ink: Mask, characters: Sequence[ReadCharacter]) -> LaidLine | None:
    """Return a vertical line laid out, given what was read when it lay on its side."""
    letters = [Letter(_find_middle(x), not x.text.isascii()) for x in _list_letters(characters)]
    return lay_across(image, ink, letters)


def _list_letters(characters: Sequence[ReadCharacter]) -> list[ReadCharacter]:
    return [x for x in characters if x.text.isalnum() or x.text in _RINGS]


def _is_as_sure(reading: Sequence[ReadCharacter], before: Sequence[ReadCharacter]) -> bool:
    """Return whether a line is read about as surely as before; its characters may lie, too.

    If it has about as many marks as letters, ink of the line beside it was taken for marks.
    """
    if not reading or len(reading) > _MOST_MARKED * len(before) + _FEW_MARKS:
        return False
    now, then = (fmean(x.confidence for x in line) for line in (reading, before))
    return now > then - _LESS_SURE


def _find_middle(character: ReadCharacter) -> float:
    return (character.start + character.end) / 2


def _combine(
    before: Sequence[ReadCharacter], line: LaidLine, reading: Sequence[ReadCharacter]
) -> Iterator[ReadCharacter]:
    """Yield what was read in each cell; where nothing was, the letter that was read before."""
    shown: dict[Part, list[ReadCharacter]] = {part: [] for part in line.parts}
    for character in reading:
        if not character.text.isspace():
            shown[line.find_part(_find_middle(character))].append(character)
    for part, characters in shown.items():
        if characters:
            step = (part.end - part.start) / len(characters)
            for place, character in enumerate(characters):
                start = part.start + place * step
                yield character._replace(start=start, end=start + step)
        elif part.letter is not None:
            yield before[part.letter]


def _spell_quotes(lines: list[ReadLine]) -> list[ReadLine]:
    """Return the lines with quotes as horizontal ones have them.

    Vertical lines have ﹃﹄ for “” (GB/T 15834), unless ﹁﹂ are the first quotes of their page.
    """
    if any(letter.text in _CORNERS for line in lines for letter in line.characters):
        return lines
    return [_spell_line(line) if line.is_vertical else line for line in lines]


def _spell_line(line: ReadLine) -> ReadLine:
    return replace(
        line,
        characters=tuple(
            letter._replace(text=_QUOTES.get(letter.text, letter.text))
            for letter in line.characters
        ),
    )
