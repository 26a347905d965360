"""Join lines to paragraphs, also over the ends of columns and pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from embeddings.cleaning.bylines import is_signature
from embeddings.cleaning.characters import ends_sentence, is_numbered, runs_on, starts_item
from embeddings.cleaning.spacing import choose_separator, close_up, collapse
from embeddings.layout.grids import Grid
from embeddings.layout.lines import Line
from embeddings.layout.spelling import RAISED_TEXT, close_spread
from embeddings.layout.typography import LARGER, Typography

_SAME_SIZE = 0.08  # share by which sizes of one paragraph may differ
_GAP = 1.25  # of the leading: a larger distance of baselines ends a paragraph
_TITLE_GAP = 2.2  # of the size: lines of one headline are not farther apart
_SOFT_HYPHEN = "\u00ad"
_CITATION = re.compile(
    r"第[一二三四五六七八九十百千零〇两\d]{1,6}[章节節部篇卷回编編条條款项項](?=的|规|規|第|、|至|和|或|及|中|所|，|,|。|）|\))"
)
_REFERENCE = re.compile(rf"[\[［(（〔]?{RAISED_TEXT.pattern}")  # a raised mark, in smaller type
_NUMBER_IN_TEXT = re.compile(r"\d+(?:\.\d+)+\s?[%％\u4e00-\u9fff]|\d{1,2}\.\d")


class LinePart(NamedTuple):
    """A line as a part of its paragraph's text: where it begins, what it says there."""

    start: int
    text: str
    line: Line


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """Lines that belong together.

    Attributes:
        lines: at least one.
    """

    lines: tuple[Line, ...]

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is heavy."""
        return all(line.bold for line in self.lines)

    @property
    def page(self) -> int:
        """The number of the page that it begins on."""
        return self.lines[0].page

    @property
    def table(self) -> Grid | None:
        """The table that stands here instead of text."""
        return self.lines[0].table

    @property
    def notes(self) -> Iterator["PrintedParagraph"]:
        """The footnotes that it refers to."""
        return (PrintedParagraph(note) for line in self.lines for note in line.notes)

    def split_lines(self, as_headline: bool = False) -> Iterator[LinePart]:
        """Yield its lines as parts of its text, with a space between two of them or none.

        Chinese prose has no spaces; in headlines they separate the parts.
        """
        first = self.lines[0]
        apart = len(self.lines) == 1 and (first.is_spread or is_signature(first.text))
        clean = _clean_headline if as_headline or apart else close_up
        length, before = 0, ""
        for above, line in zip((None, *self.lines), self.lines, strict=False):
            part = clean(line.text)
            if above and not above.text.endswith(_SOFT_HYPHEN):
                length += len(choose_separator(before, part))
            yield LinePart(length, part, line)
            length += len(part)
            before = part

    def join(self, as_headline: bool = False) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return its text, and where each later page begins: (offset, number of the page)."""
        text = ""
        starts: list[tuple[int, int]] = []
        page = self.page
        for part in self.split_lines(as_headline):
            text += " " * (part.start - len(text)) + part.text
            if part.line.page != page and part.text:
                starts.append((part.start, part.line.page))
            page = part.line.page
        return text, tuple(starts)


def _clean_headline(text: str) -> str:
    return close_spread(collapse(text))


def join_paragraphs(lines: Iterable[Line], typography: Typography) -> Iterator[PrintedParagraph]:
    """Yield the paragraphs that consist of these lines, which are in reading order."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not continues(paragraph, line, typography):
            yield PrintedParagraph(tuple(paragraph))
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield PrintedParagraph(tuple(paragraph))


def continues(paragraph: Sequence[Line], line: Line, typography: Typography) -> bool:
    """Return whether a line continues the paragraph above it."""
    above = paragraph[-1]
    if above.table or line.table:
        return False
    differs = abs(above.size - line.size) > _SAME_SIZE * max(above.size, line.size)
    if differs and not _REFERENCE.match(line.text):
        return False
    is_near = above.column == line.column and above.page == line.page
    if above.size >= LARGER * typography.size:
        return is_near and _continues_headline(above, line, typography)
    if above.bold != line.bold and typography.bold_stands_out and _starts_apart(above, line):
        return False
    if is_near:
        return _continues_below(above, line, typography)
    return _continues_elsewhere(above, line, typography)


def _starts_apart(above: Line, line: Line) -> bool:
    return above.bold or ends_sentence(above.text) or line.bold


def _continues_headline(above: Line, line: Line, typography: Typography) -> bool:
    step = line.baseline - above.baseline
    if step > _TITLE_GAP * line.size or ends_sentence(above.text):
        return False
    if above.bold != line.bold or is_numbered(line.text):
        return False
    return typography.is_centered(line) or typography.is_full(above, line.text)


def _continues_below(above: Line, line: Line, typography: Typography) -> bool:
    step = line.baseline - above.baseline
    wrapped = typography.is_full(above, line.text)
    unfinished = not ends_sentence(above.text)
    if not wrapped or step > 2 * _GAP * typography.leading:
        return False
    if _starts_entry(line.text, unfinished):
        return False
    if unfinished:
        return not (typography.indents and typography.is_indented(line) and _is_label(above))
    return (
        step <= _GAP * typography.leading
        and typography.is_wrapped(line)
        and not typography.is_indented(line)
        and not typography.is_outdented(line)
    )


def _is_label(line: Line) -> bool:
    """Return whether a full line may still be a heading."""
    return is_numbered(line.text) and not runs_on(line.text)


def _continues_elsewhere(above: Line, line: Line, typography: Typography) -> bool:
    """Return whether the first line of a column or page continues the last of the one before."""
    unfinished = not ends_sentence(above.text)
    if _starts_entry(line.text, unfinished) or typography.is_indented(line):
        return False
    full = typography.is_full(above, line.text)
    if unfinished:
        return full or typography.indents or runs_on(above.text)
    return full and typography.indents and typography.is_wrapped(above)


def _starts_entry(text: str, unfinished: bool) -> bool:
    """Return whether a line begins a numbered article or an item, not just with a number."""
    if unfinished and (_CITATION.match(text) or _NUMBER_IN_TEXT.match(text)):
        return False
    return is_numbered(text) or starts_item(text)
