"""Find a part of a law or rule in its text, by its numbered opening at the beginning of a line."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from embeddings.documents import Span
from embeddings.quantities.numerals import read_numeral
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_paragraphs, trim
from service.questions.statute_references import LEVELS, NUMERAL, Level, Part, Place

# 第十一条的规定 continues a sentence that was broken there: it opens no article.
_OPENING = re.compile(
    rf"(?:^|(?<=[。;!?])|(?<=[。;!?]\s))[ \t#*>]*第\s?(?P<number>{NUMERAL})\s?(?P<level>[编章节条])"
    r"(?:之(?P<inserted>[一二三四五六七八九十])(?![十百]))?"
    r"(?!\s?(?:[的、,和与及至到第)]|规定|所列|款|项|以及))",
    re.MULTILINE,
)
_NUMBERINGS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^\s*(?P<number>[一二三四五六七八九十]{1,3})\s?[、.]",
        r"^\s*(?P<number>\d{1,2})\s?[、.](?!\d)",
        r"^\s*[(](?P<number>[一二三四五六七八九十]{1,3})[)]",
        r"^\s*[(](?P<number>\d{1,2})[)]",
    )
)
_ITEMS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"(?:^|(?<=[。;:,]))\s*[(](?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})[)]",
        r"(?:^|(?<=[。;:]))\s*(?P<number>[一二三四五六七八九十]{1,3})、",
        r"(?:^|(?<=[。;:]))\s*(?P<number>\d{1,2})[、.)](?!\d)",
    )
)
_LAW_ARTICLES = 2  # so many numbered articles make a text a law or rule
_LONGEST_TITLE = 2  # times as long as the name of the law in the question
_STOP = re.compile("[。;:!?,]")  # what a title has not
_FIRST = Part(Level.ARTICLE, 1)


@dataclass(frozen=True, slots=True)
class _Opening:
    part: Part
    start: int
    end: int


class Naming(IntEnum):
    """How a title names a law."""

    NONE = 0
    ABBREVIATED = 1  # 养犬办法 for 临江市养犬管理办法
    WITHIN = 2  # the law's own title may go on: 道路交通安全法 in 道路交通安全法实施条例
    WHOLE = 3


class Statute:
    """A text as a law: where its parts begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold_aligned(text)
        self._openings = [
            _Opening(_read_part(match), match.start(), match.end())
            for match in _OPENING.finditer(self._folded)
        ]

    @property
    def is_law(self) -> bool:
        """Whether it has numbered articles or chapters."""
        return len(self._openings) >= _LAW_ARTICLES

    def find(self, place: Place, law: str) -> Span | None:
        """Return the range of a part, or None if the text has none like it.

        Of a paragraph or an item that its article does not have, it is the article. In a text
        that holds several laws, it is that below the name of ``law``.
        """
        scope = self._find_law(law)
        found: Span | None = None
        for part in place:
            inside = found or scope
            if part.level <= Level.ARTICLE:
                found = self._find_opened(part, inside)
                if found is None:
                    return None
            else:
                found = self._find_inner(part, inside) or found
        return found

    def measure_name(self, law: str) -> Naming:
        """Return how well one of its lines is the name of ``law``."""
        title = self._find_title(law)
        return measure_name(law, self._folded[slice(*title)]) if title else Naming.NONE

    def _find_law(self, law: str) -> Span:
        """Return what follows the line that is the name of a law, before the next law begins.

        It is the whole text if it has no such line.
        """
        title = self._find_title(law) if law else None
        if title is None:
            return Span(0, len(self._text))
        beginnings = [start for start in self._beginnings if start >= title.end]
        end = beginnings[1] if len(beginnings) > 1 else len(self._text)
        return Span(title.end, self._drop_titles(title.end, end) if len(beginnings) > 1 else end)

    def _drop_titles(self, start: int, end: int) -> int:
        """Return where the titles of the next law begin, which stand before ``end``."""
        lines = list(split_paragraphs(self._text, Span(start, end)))
        while lines and not _STOP.search(self._folded, *lines[-1]):
            end = lines.pop().start
        return end

    def _find_title(self, law: str) -> Span | None:
        """Return the line that names a law best, nearest to the first article below it.

        Others are entries of a table of contents.
        """
        lines = [
            (-naming, self._measure_distance(span), span)
            for line in re.finditer(r"^.+$", self._folded, re.MULTILINE)
            if len(line.group().strip()) <= _LONGEST_TITLE * len(law)
            if (naming := measure_name(law, line.group()))
            for span in [Span(*line.span())]
        ]
        return min(lines)[-1] if lines else None

    def _measure_distance(self, line: Span) -> int:
        following = (start for start in self._beginnings if start >= line.end)
        return next(following, len(self._text) + line.start) - line.end

    @cached_property
    def _beginnings(self) -> list[int]:
        """Where the first article of each law begins."""
        return [one.start for one in self._openings if one.part == _FIRST]

    def _find_opened(self, part: Part, inside: Span) -> Span | None:
        """Return the range of a chapter or article: of several, the first that is no mere entry.

        A table of contents lists chapters without what they say.
        """
        ranges = [
            trim(self._text, Span(one.start, self._find_end(n, inside.end)))
            for n, one in enumerate(self._openings)
            if one.part == part and inside.start <= one.start < inside.end
        ]
        if not ranges and part.level is Level.ARTICLE and not self._has_articles:
            return self._find_numbered(part, inside)
        told = [one for one in ranges if "\n" in self._text[slice(*one)]]
        return next(iter([*(told if part.level < Level.ARTICLE else []), *ranges]), None)

    @property
    def _has_articles(self) -> bool:
        return any(one.part.level is Level.ARTICLE for one in self._openings)

    def _find_end(self, n: int, end: int) -> int:
        level = self._openings[n].part.level
        following = (one.start for one in self._openings[n + 1 :] if one.part.level <= level)
        return min(next(following, end), end)

    def _find_numbered(self, part: Part, inside: Span) -> Span | None:
        """Return the line numbered as the article, in a rule that numbers without 条: 八、…."""
        for numbering in _NUMBERINGS:
            matches = list(numbering.finditer(self._folded, *inside))
            numbers = [_read_number(match["number"]) for match in matches]
            if numbers[:_LAW_ARTICLES] == [1, 2] and part.number in numbers:
                n = numbers.index(part.number)
                end = matches[n + 1].start() if n + 1 < len(matches) else inside.end
                return trim(self._text, Span(matches[n].start(), end))
        return None

    def _find_inner(self, part: Part, inside: Span) -> Span | None:
        if part.level is Level.PARAGRAPH:
            paragraphs = self._split_paragraphs(inside)
            is_there = 0 < part.number <= len(paragraphs) and len(paragraphs) > 1
            return paragraphs[part.number - 1] if is_there else None
        for style in _ITEMS:
            matches = list(style.finditer(self._folded, *inside))
            for n, match in enumerate(matches):
                if _read_number(match["number"]) == part.number:
                    end = matches[n + 1].start() if n + 1 < len(matches) else inside.end
                    line = self._folded.find("\n", match.end(), end)
                    return trim(self._text, Span(match.start(), line if line > 0 else end))
        return None

    def _split_paragraphs(self, article: Span) -> list[Span]:
        """Return the paragraphs (款) of an article, each with the items that it lists."""
        paragraphs: list[Span] = []
        for span in split_paragraphs(self._text, article):
            is_titled = len(paragraphs) == 1 and not _STOP.search(self._folded, *paragraphs[0])
            if is_titled or (
                paragraphs and any(style.match(self._folded, *span) for style in _ITEMS)
            ):
                paragraphs[-1] = Span(paragraphs[-1].start, span.end)
            else:
                paragraphs.append(span)
        return paragraphs


def measure_name(law: str, title: str) -> Naming:
    """Return how well ``title`` names what ``law`` does."""
    folded = fold_aligned(title)
    if re.search(rf"{re.escape(law)}\s*(?:$|[》」』)(])", folded):
        return Naming.WHOLE
    if law in folded:
        return Naming.WITHIN
    return Naming.ABBREVIATED if _abbreviates(law, folded) else Naming.NONE


def _abbreviates(law: str, title: str) -> bool:
    """Return whether ``law`` is up to three pieces of ``title`` in their order: 养犬|办法.

    The first has two characters or more: single ones stand in titles of many laws.
    """
    if "办法" not in law:  # 消防法 is another law than 消防管理办法
        title = title.replace("办法", "")
    for first in range(len(law) - 1, 1, -1):
        place = title.find(law[:first])
        if place < 0:
            continue
        rest, after = law[first:], title[place + first :]
        cuts = (re.escape(rest[:cut]) + ".*" + re.escape(rest[cut:]) for cut in range(len(rest)))
        if any(re.search(cut, after) for cut in cuts):
            return True
    return False


def _read_part(match: re.Match[str]) -> Part:
    inserted = match["inserted"]
    return Part(
        LEVELS[match["level"]],
        _read_number(match["number"]),
        _read_number(inserted) if inserted else 0,
    )


def _read_number(numeral: str) -> int:
    return int(read_numeral(numeral).low)
