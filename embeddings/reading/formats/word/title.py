"""Find the title of a document where it is printed: by its style, its place and its size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from embeddings.articles.content import Paragraph, Role
from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.headlines import heads_part, is_title_like
from embeddings.cleaning.imprint_lines import read_imprint_line
from embeddings.cleaning.spacing import choose_separator
from embeddings.reading.formats.word.blocks import StyledElement

_TOP = 8  # elements in which a title is printed
_LONGEST = 80
_MOST_LINES = 3
_REFERENCE = re.compile(
    r".{0,20}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?(?:第\s?)?\d+\s?号.*|第?\s?\d+\s?号|.{0,6}[(（]\d{4}年.{0,12}[)）]"
)
_LETTERHEAD = re.compile(
    r".{2,40}(?:文件|公报|简报|专报|内参|快报|信息专刊)|(?:机密|秘密|绝密|特急|加急|急件)\S{0,6}|附件.{0,4}"
)
_PROSE = re.compile(r"[。；;]|[:：]$")
_OFFICE = re.compile(r".{2,40}(?:公司|集团|委员会|政府|办公室|[局处院部所]|大学|学校|中心)")
_BLANK = re.compile(r"[_＿]{2,}")  # to be filled in
_LARGER = 2  # half points above the size of the text


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """A title as printed.

    Attributes:
        text: on one line; "" if none is printed.
        lines: how many elements it consists of.
        start: the place of the first of them.
    """

    text: str
    lines: int = 0
    start: int = 0


def find_title(elements: Sequence[StyledElement]) -> PrintedTitle:
    """Return the title: in the style of titles, centred or large; else a line that reads like one.

    Letterheads, reference numbers and lines that state date or author are none.
    """
    top = list(_find_top(elements))
    styled = next((n for n, (_, look) in enumerate(top) if look and look.is_title), None)
    if styled is not None:
        return _join(top, styled, top[styled : styled + 1])
    shown = _choose_shown(top, _find_usual_size(elements))
    if shown is not None:
        return _join(top, shown, list(_take_lines(top, shown)))
    return PrintedTitle(_find_headline(elements))


def _find_top(elements: Sequence[StyledElement]) -> Iterator[StyledElement]:
    """Yield the elements above the first prose or table."""
    for styled in elements[:_TOP]:
        element, look = styled
        is_title = look is not None and look.is_title
        if not isinstance(element, Paragraph) or element.role is Role.FOOTNOTE:
            return
        if not is_title and (_PROSE.search(element.text) or len(element.text) > _LONGEST):
            return
        yield styled


def _choose_shown(top: Sequence[StyledElement], usual: int) -> int | None:
    """Return the place of the largest line that is centred or larger than the text."""
    sizes = {
        place: look.size
        for place, (element, look) in enumerate(top)
        if look and (look.is_centred or look.size >= usual + _LARGER)
        if isinstance(element, Paragraph) and _could_be_title(element.text)
    }
    return max(sizes, key=lambda place: (sizes[place], -place)) if sizes else None


def _could_be_title(text: str) -> bool:
    return bool(_BLANK.sub("", text).strip()) and not (
        heads_part(text)
        or _REFERENCE.fullmatch(text)
        or _LETTERHEAD.fullmatch(text)
        or is_numbered(text)
        or read_imprint_line(text)
    )


def _find_usual_size(elements: Sequence[StyledElement]) -> int:
    """Return the font size of most of the text."""
    sizes: dict[int, int] = {}
    for element, look in elements:
        if look and isinstance(element, Paragraph):
            sizes[look.size] = sizes.get(look.size, 0) + len(element.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0


def _take_lines(top: Sequence[StyledElement], start: int) -> Iterator[StyledElement]:
    """Yield the lines of a title: those below the first that look the same."""
    look = top[start].look
    for element, other in takewhile(
        lambda item: item.look == look, top[start : start + _MOST_LINES]
    ):
        if not isinstance(element, Paragraph) or not _could_be_title(element.text):
            return
        yield StyledElement(element, other)


def _join(top: Sequence[StyledElement], start: int, lines: Sequence[StyledElement]) -> PrintedTitle:
    text = ""
    for element, _ in lines:
        if isinstance(element, Paragraph):
            text += choose_separator(text, element.text) + element.text
    return PrintedTitle(_BLANK.sub("", text).strip(), len(lines), start)


def _find_headline(elements: Sequence[StyledElement]) -> str:
    """Return the first line if it is a headline by its style or by its words, or ""."""
    if len(elements) < 2 or not isinstance(elements[0].element, Paragraph):  # noqa: PLR2004
        return ""  # a headline heads something
    first = elements[0].element
    is_headline = is_title_like(first.text) and not is_numbered(first.text)
    if first.role is not Role.HEADING and _OFFICE.fullmatch(first.text):
        return ""  # who issued the document
    is_shown = first.role is Role.HEADING or is_headline
    return first.text if is_shown and not heads_part(first.text) else ""
