"""Page furniture: what belongs to the paper or the web page around the stories, not to a story."""

import re
from collections.abc import Sequence

from embeddings.cleaning.lines import Line

_NAVIGATION = (
    r"(?:上一[版期篇页]|下一[版期篇页]|前一[版期篇页]|后一[版期篇页]|返回(?:主页|首页|目录|顶部|列表)|版面(?:导航|目录|概览)"
    r"|标题(?:导航|目录)|回到顶部|打印(?:本页|此页)?|关闭(?:窗口)?|放大|缩小|默认|字号|朗读|收藏|分享(?:到)?|数字报首页)"
)
_PATTERNS = (
    # a page label, with or without its section and the links beside it: 第B10版:中流击楫 上一版3 4下一版
    r"第\s?[A-Z]?\d{1,3}\s?版(?:\s?[:：|].{0,40})?(?:\s.{0,20}[版期篇页].{0,3})?",
    r"[A-Z]\d{1,3}\s?版?(?:\s?[:：|]\s?\S{1,12})?",
    rf"[\s\d|·<>«»←→]*(?:{_NAVIGATION}[\s\d|·<>«»←→]*)+",
    r"(?:版权(?:声明|所有)|copyright|©|\(c\)).{0,120}",
    r".{0,60}(?:版权所有|all rights reserved|未经.{0,12}(?:授权|许可|允许).{0,12}不得).{0,60}",
    r"[-—–·]\s?\d{1,4}\s?[-—–·]|第\s?\d{1,4}\s?页(?:\s?[,，/]?\s?共\s?\d{1,4}\s?页)?|page \d{1,4}(?: (?:of|/) \d{1,4})?",
    r"(?:责任编辑|责编|本版编辑|编辑|校对|组版|美编|版式|统筹)\s?[:：\s][^。]{1,60}",
)
_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_MENU = re.compile(rf"[^|]*{_NAVIGATION}[^|]*\|[^。]*|[^。|]*\|[^。]*{_NAVIGATION}[^。]*")
_DATE = r"(?:19|20)\d\d\s?(?:年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|[-/.]\d{1,2}[-/.]\d{1,2})"
_DATE_LINE = re.compile(
    rf"(?:\S{{2,8}}[报网]\s?)?(?:发布(?:时间|日期)?|日期|时间)?\s?[:：]?\s?{_DATE}(?:\s?\d{{1,2}}:\d\d(?::\d\d)?)?"
    r"(?:\s?[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?(?:\s?农历\S{2,12})?(?:\s?第?[A-Z]?\d{1,3}版.{0,20})?"
)
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_LONGEST = 130
_LONGEST_INDEX_LINE = 40


def part_furniture(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the stories and the lines of furniture, each in page order."""
    marked = [_is_furniture(line, lines, place) for place, line in enumerate(lines)]
    _mark_index(lines, marked)
    kept = tuple(line for line, drop in zip(lines, marked, strict=True) if not drop)
    return kept, tuple(line for line, drop in zip(lines, marked, strict=True) if drop)


def _is_furniture(line: Line, lines: Sequence[Line], place: int) -> bool:
    if len(line.text) > _LONGEST:
        return False
    if _PAGE_NUMBER.fullmatch(line.text):
        return _stands_alone(lines, place)
    return any(pattern.fullmatch(line.text) for pattern in (_FURNITURE, _MENU, _DATE_LINE))


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    below = lines[place + 1].gap if place + 1 < len(lines) else 1
    return below > 0 and (lines[place].gap > 0 or place == 0)


def _mark_index(lines: Sequence[Line], marked: list[bool]) -> None:
    """Mark the list of headlines that a page's head prints between two pieces of furniture."""
    start = next((place for place, drop in enumerate(marked) if not drop), 0)
    if start == 0:
        return
    short = start
    while short < len(lines) and (marked[short] or _is_index_line(lines[short])):
        short += 1
    last = max((place for place in range(start, short) if marked[place]), default=start)
    marked[start:last] = [True] * (last - start)


def _is_index_line(line: Line) -> bool:
    return (
        not line.level and len(line.text) <= _LONGEST_INDEX_LINE and line.text[-1] not in "。！？!?"
    )
