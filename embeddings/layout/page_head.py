"""The head of a newspaper's page: its date, the number of the page, and the name of the section."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.layout.boxes import Box
from embeddings.layout.credits import CREDIT
from embeddings.layout.strips import Strip
from embeddings.text.dates import Precision, find_dates, read_number

_ZONE = 0.2  # of the page's height
_LONG = 0.6  # of the page's width: a rule under the head
_MOST_STRIPS = 24
_LONGEST = 60  # characters of a line with a date
_MOST_DATED = 300  # characters of a head with a date, and of one without
_MOST_UNDATED = 80
_SIGN = re.compile(
    r"第?\s?[A-D]?\d{1,3}\s?版|第[一二三四五六七八九十]{1,3}版|星期|总第|第\d+期|责任?编辑?|农历|国内统一|邮发代号"
)
_PAGE = re.compile(r"第?\s?([A-D])?(\d{1,3})\s?版|第([一二三四五六七八九十]{1,3})版")
_TOTAL = re.compile(r"(?:今日|本期|共)\s?\d+\s?版")
_BARE = re.compile(r"([A-D])?0?(\d{1,2})")
_WORDS = re.compile(r"[\u4e00-\u9fff·]{2,8}")
_PAPER = re.compile(r"报$|周刊$|时报|日报|晚报|晨报|都市")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page tells.

    Attributes:
        date: as yyyy-mm-dd, or "".
        page: the number of the page, or 0.
        part: the letter before it, or "".
        section: its name, as 综合新闻, or "".
        lines: all that stands in the head.
    """

    date: str = ""
    page: int = 0
    part: str = ""
    section: str = ""
    lines: tuple[str, ...] = ()


def find_head_strips(strips: Sequence[Strip], rules: Iterable[Box], page: Box) -> list[Strip]:
    """Return the strips that are the head of a page, or stand at its foot; none if unsure."""
    zone = page.top + _ZONE * page.height
    edges = sorted(
        rule.top for rule in rules if rule.width >= _LONG * page.width and rule.top <= zone
    )
    for edge in reversed(edges):
        above = [strip for strip in strips if strip.box.bottom <= edge + strip.size / 3]
        if above and len(above) <= _MOST_STRIPS and _is_head(above):
            return above
    signed = [
        strip
        for strip in strips
        if strip.box.top <= zone - page.height * _ZONE / 2 and _is_dated([strip])
    ]
    if not signed:
        return []
    return _gather_row(strips, min(signed, key=lambda strip: strip.box.top))


def _gather_row(strips: Sequence[Strip], signed: Strip) -> list[Strip]:
    """Return what is in one row with a dated strip, and above it: unless that is a headline."""
    bottom = signed.box.bottom
    for strip in strips:  # a large name beside it reaches lower
        middle = (strip.box.top + strip.box.bottom) / 2
        if (
            strip.box.top < signed.box.bottom
            and middle <= bottom + strip.size / 2
            and strip.size > signed.size
        ):
            bottom = max(bottom, strip.box.bottom)
    found = [
        strip
        for strip in strips
        if (strip.box.top + strip.box.bottom) / 2 <= bottom
        and (strip.box.bottom > signed.box.top or _names_paper(strip.text))
    ]
    return found if len(found) <= _MOST_STRIPS else [signed]


def _names_paper(text: str) -> bool:
    """Return whether a line above the date belongs to the head: no headline has these words."""
    return bool(_PAPER.search(text) or _SIGN.search(text) or not _CHINESE.search(text))


def _is_head(strips: Sequence[Strip]) -> bool:
    """Return whether the strips are a head: a few short words, and no columns of text."""
    length = sum(len(strip.text) for strip in strips)
    if _is_dated(strips):
        return length <= _MOST_DATED
    return length <= _MOST_UNDATED and any(_SIGN.search(strip.text) for strip in strips)


def _is_dated(strips: Sequence[Strip]) -> bool:
    return any(
        found.precision is Precision.DAY and found.year
        for strip in strips
        if len(strip.text) <= _LONGEST and not CREDIT.search(strip.text)
        for found in find_dates(strip.text)
    )


def read_head(strips: Sequence[Strip]) -> PageHead:
    """Return what the head of a page tells."""
    texts = [strip.text for strip in sorted(strips, key=lambda s: (s.box.left, s.box.top))]
    dates = [
        found.iso
        for text in texts
        for found in find_dates(text)
        if found.precision is Precision.DAY and found.year
    ]
    page, part = _find_number(texts)
    return PageHead(next(iter(dates), ""), page, part, _find_section(texts), tuple(texts))


def _find_number(texts: Sequence[str]) -> tuple[int, str]:
    for text in texts:
        match = _PAGE.search(_TOTAL.sub("", text))
        if match:
            return int(match[2]) if match[2] else read_number(match[3]), match[1] or ""
    bare = [match for text in texts if (match := _BARE.fullmatch(text))]
    return (int(bare[0][2]), bare[0][1] or "") if bare else (0, "")


def _find_section(texts: Sequence[str]) -> str:
    for text in texts:
        rest = _WEEKDAY.sub("", _PAGE.sub("", text)).strip()
        if _WORDS.fullmatch(rest) and not _PAPER.search(rest):
            return rest
    return ""
