"""Page furniture: lines that belong to the newspaper or the web page, not to a story."""

import re
from collections.abc import Sequence

from embeddings.cleaning.characters import is_label
from embeddings.cleaning.imprint_lines import read_imprint_line
from embeddings.cleaning.lines import Line

_LINK = (
    r"(?:[上下前后]一[版期篇页]|返回(?:主页|首页|目录|顶部|列表)|版面(?:导航|目录|概览)"
    r"|标题(?:导航|目录)|回到顶部|数字报首页|打印本页|关闭窗口|分享到)"
)
_BUTTON = rf"(?:{_LINK}|放大|缩小|默认|字号|朗读|收藏|打印|关闭|分享)"
_BETWEEN_LINKS = r"[\s\d|·<>«»←→]*"
_SECTION = r"(?:\s?[:：|].{0,40})?(?:\s.{0,20}[版期篇页].{0,3})?"
_PATTERNS = (
    # a page label with its section and adjacent links: 第A03版:要闻 上一版 下一版
    rf"第\s?[A-Z]?\d{{1,3}}\s?版{_SECTION}|[A-Z]\d{{1,3}}\s?(?:版|[:：|]).{{0,12}}",
    rf"{_BETWEEN_LINKS}(?:{_LINK}{_BETWEEN_LINKS})+",
    rf"{_BETWEEN_LINKS}{_BUTTON}{_BETWEEN_LINKS}(?:{_BUTTON}{_BETWEEN_LINKS})+",
    r"(?:版权(?:声明|所有)|copyright|©|\(c\)).{0,120}",
    r"[-—–·]\s?\d{1,4}\s?[-—–·]|第\s?\d{1,4}\s?页(?:\s?[,，/]?\s?共\s?\d{1,4}\s?页)?",
    r"page \d{1,4}(?: (?:of|/) \d{1,4})?",
    r"(?:责任编辑|责编|本版编辑|组版|美编)\s?[:：\s][^。]{1,60}",
    r"(?:编辑|校对|版式|编审|统筹)\s?[:：][^。]{1,60}",
)
_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_RIGHTS = re.compile(
    r"[^。]{0,60}(?:版权所有(?![人者])|all rights reserved).{0,60}"
    r"|.{0,40}未经.{0,12}(?:授权|许可|允许).{0,12}(?:不得|禁止).{0,12}(?:转载|摘编|镜像).{0,30}",
    re.IGNORECASE,
)
_LINK_ALONE = re.compile(_LINK)
_RULE = re.compile(r"[-=_*~·—<>|+ ]+")
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_LONGEST = 130
_LONGEST_INDEX_LINE = 40
_LONGEST_INDEX = 12  # lines
_MOST_DATES = 2  # more lines that are only a date make a chronicle
_HEAD, _FOOT = 8, 4  # lines at a page's head and foot that may be its date


def separate_furniture(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the stories and the lines of furniture, each in page order."""
    marked = [_is_furniture(line, lines, place) for place, line in enumerate(lines)]
    _mark_dates(lines, marked)
    _mark_index(lines, marked)
    story = tuple(line for line, drop in zip(lines, marked, strict=True) if not drop)
    return story, tuple(line for line, drop in zip(lines, marked, strict=True) if drop)


def _is_furniture(line: Line, lines: Sequence[Line], place: int) -> bool:
    text = line.text
    if len(text) > _LONGEST or line.level:
        return False
    if _PAGE_NUMBER.fullmatch(text):
        return _stands_alone(lines, place)
    if "|" in text and _LINK_ALONE.search(text):
        return "。" not in text
    return bool(_FURNITURE.fullmatch(text) or _RULE.fullmatch(text) or _RIGHTS.fullmatch(text))


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    below = lines[place + 1].gap if place + 1 < len(lines) else 1
    return below > 0 and (lines[place].gap > 0 or place == 0)


def _mark_dates(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark the lines that state the page's date, before the first headline or behind the text."""
    stated = [None if line.level else read_imprint_line(line.text) for line in lines]
    is_chronicle = sum(found is not None and found.is_plain for found in stated) > _MOST_DATES
    for places in (range(len(lines))[:_HEAD], reversed(range(len(lines))[-_FOOT:])):
        for place in places:
            found = stated[place]
            if marked[place]:
                continue
            if found is None or not any(date.year for date in found.dates):
                break
            if found.is_plain and is_chronicle:
                break
            marked[place] = True


def _mark_index(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark the list of headlines between two pieces of furniture at a page's head."""
    start = next((place for place, drop in enumerate(marked) if not drop), 0)
    if start == 0:
        return
    end = start
    while end < len(lines) and (marked[end] or _is_index_line(lines[end])):
        end += 1
    last = max((place for place in range(start, end) if marked[place]), default=start)
    if last - start <= _LONGEST_INDEX and last + 1 < len(lines):
        marked[start:last] = [True] * (last - start)


def _is_index_line(line: Line) -> bool:
    return not line.level and len(line.text) <= _LONGEST_INDEX_LINE and is_label(line.text)
