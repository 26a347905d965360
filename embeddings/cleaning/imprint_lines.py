"""Lines that state when, where and by whom something was printed, and nothing else.

2023-06-18 09:10 来源:本报 作者:甲乙 浏览次数:25次; 青石日报 2021年7月1日 星期四 A08.
"""

import re
from dataclasses import dataclass

from embeddings.cleaning.bylines import CREDIT, POST, ROLE, is_byline, read_byline
from embeddings.cleaning.person_names import HAN, NAME
from embeddings.text.dates import Precision, PrintedDate, find_dates

_COLON = r"\s?[:：|｜]\s?"
_LABEL = (
    r"(?:来\s?源|稿源|(?:信息|文章|稿件)来源|出处|发布(?:机构|单位|部门|者|人)|发文(?:机关|单位)|责任编辑|责编|编\s?辑"
    r"|审核|校对|(?:浏览|阅读|点击|访问)(?:次数|人次|数|量|率)?|人气|热度|字号|字体(?:大小)?|字体显示|栏目|分类|所属栏目"
    r"|监制|主编|统筹|版式|美编|初审|复审|终审|签发|制作|标签|关键词|分享到?|索引号|信息分类|责任校对|评论数?|点赞)"
)
_ANY_LABEL = rf"(?:{_LABEL}|{POST}|(?:发布|发表|更新)?(?:时间|日期))"
_DATE_LABEL = re.compile(
    r"(?:最后)?(?:(?P<kind>发布|发表|更新|发文|成文|印发|刊发|见报|出版|上传|录入|添加|创建|签发|公开|生成|编辑|撰写)"
    rf"(?:时间|日期|于)?|(?P<bare>时\s?间|日\s?期|Date|Published|Updated)){_COLON}?",
    re.IGNORECASE,
)
_CLOCK = (
    r"T?(?:[上下中]午|凌晨)?\s?\d{1,2}\s?[:：]\s?\d\d(?:\s?[:：]\s?\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\d{1,2}\s?[时点](?:\s?\d{1,2}\s?分)?"
)
_WEEKDAY = (
    r"(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[.,]?"
)
_LUNAR = (
    r"(?:农历|阴历|夏历)\S{2,12}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年(?:[闰]?[正一二三四五六七八九十冬腊]+月[初十廿三一二四五六七八九]*)?"
    r"|[闰]?[正一二三四五六七八九十冬腊]+月(?:初[一二三四五六七八九十]|[十廿二三][一二三四五六七八九十]?)"
)
_ISSUE = (
    r"第\s?\d{1,6}\s?[期号卷辑](?:\s?总第?\s?\d{1,6}\s?期)?|总第?\s?\d{1,6}\s?期|[今本]日\d{1,3}版"
    r"|第?\s?[A-Z]?\d{1,3}\s?版(?:\s?[:：]\s?\S{1,10})?|[A-Z]\d{1,3}(?:\s?[:：|]\s?\S{1,10})?"
)
_WIDGET = (
    r"大\s?中\s?小|[+-]|打印(?:本页)?|关闭(?:窗口|本页)?|收藏|分享|朗读|字号|纠错|举报|原创|\d+\s?次?(?:浏览|阅读|点击|评论)"
    r"|(?:浏览|阅读|点击)\s?\d+\s?次?"
)
_NEWSPAPER = rf"[{HAN}]{{2,10}}(?:报|网|在线|发布|之声|客户端|电视台|周刊)(?![{HAN}])"
_FIELD_END = rf"(?=$|[\s|｜,，;；(（\[【)）\]】]|{_ANY_LABEL}\s?[:：])"
_PLAIN = tuple(re.compile(pattern, re.I) for pattern in (_CLOCK, _WEEKDAY, _LUNAR))
_FILLERS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_LABEL}{_COLON}[【\[(（]?\s?(?:大\s?中\s?小|小\s?中\s?大|A-\s?A\s?A\+)\s?[】\])）]?",
        rf"{_LABEL}{_COLON}[^\s|｜,，;；(（\[【)）\]】。]{{0,30}}?(?:[(（][{HAN}]{{2,4}}[)）])?{_FIELD_END}",
        _ISSUE,
        _WIDGET,
        _NEWSPAPER,
    )
)
_AUTHOR = re.compile(
    rf"(?:{ROLE}|{CREDIT}(?={_COLON}|\s?[/／]))(?:{_COLON}|\s?[/／]\s?|\s)?"
    rf"{NAME}{_FIELD_END}(?:[\s、,，/／]+{NAME}(?=$|[\s、,，/／])(?!{_COLON}))*(?:\s?[/／]?\s?{CREDIT})*{_FIELD_END}"
)
_BETWEEN = re.compile(r"[\s|｜,，;；、·•/／()（）\[\]【】《》<>—–-]*")
_LUNAR_LINE = re.compile(rf"(?:{_LUNAR}|[\s,，()（）]|{_WEEKDAY})+")
_DATELINE = re.compile(
    rf"(?:(?:本[报刊网台]|(?:据)?[{HAN}]{{2,8}}(?:社|报|网))[^。\s,，]{{0,24}}?[讯訊电電])(?=$|[\s(（:：,，])"
)
_SUBTITLE = re.compile(r"(?:[-—–―─]{1,3}\s?)+(?P<words>\S.*)")
_DOCUMENT_NUMBER = re.compile(
    rf"[{HAN}]{{1,14}}\s?[〔\[［(（【]\d{{4}}[〕\]］)）】]\s?第?\s?\d{{1,5}}\s?号"
)
_LONGEST = 130
_LONGEST_SUBTITLE = 60


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """What such a line states.

    Attributes:
        dates: in order, those that tell when the text was changed last.
        byline: who wrote it, as printed, or "".
        is_plain: it is only a date, with its weekday or time of day.
    """

    dates: tuple[PrintedDate, ...]
    byline: str
    is_plain: bool


def read_imprint_line(text: str) -> ImprintLine | None:
    """Return what a line states; None if it says anything else, or neither date nor author."""
    if len(text) > _LONGEST or "。" in text:
        return None
    if is_byline(text):
        return ImprintLine((), read_byline(text), is_plain=False)
    dates = find_dates(text)
    if not dates and not _AUTHOR.search(text):
        return None
    dateline = _DATELINE.fullmatch(text)
    if dateline is not None:
        return ImprintLine(tuple(dates), "", is_plain=False) if _is_full(dates) else None
    return _Scan(text, {found.span.start: found for found in dates}).read()


def is_yearless(text: str) -> bool:
    """Return whether a line is only a day without its year, or of the lunar calendar."""
    if _LUNAR_LINE.fullmatch(text):
        return True
    stated = read_imprint_line(text)
    return stated is not None and not stated.byline and not any(d.year for d in stated.dates)


def is_document_number(text: str) -> bool:
    """Return whether a line is only the number of an official document: 青政发〔2021〕8号."""
    return _DOCUMENT_NUMBER.fullmatch(text) is not None


def find_dateline(text: str) -> PrintedDate | None:
    """Return the date in the dateline that a paragraph begins with: 新华社北京6月18日电."""
    match = _DATELINE.match(text)
    return next(iter(find_dates(match.group())), None) if match else None


def find_authors(text: str) -> str:
    """Return the authors that ``text`` names after their role, as printed, or ""."""
    return " ".join(match.group().strip() for match in _AUTHOR.finditer(text))


def find_subtitle_date(text: str) -> PrintedDate | None:
    """Return the date of a subtitle that tells the occasion: ——2023年6月18日在大会上的讲话."""
    match = _SUBTITLE.fullmatch(text) if len(text) <= _LONGEST_SUBTITLE else None
    found = find_dates(match["words"]) if match and "。" not in text else []
    is_dated = len(found) == 1 and found[0].span.start == 0
    return found[0] if is_dated and found[0].precision is Precision.DAY and found[0].year else None


def _is_full(dates: list[PrintedDate]) -> bool:
    return any(found.year and found.month for found in dates)


class _Scan:
    """Reads a line field by field."""

    def __init__(self, text: str, dates: dict[int, PrintedDate]) -> None:
        self._text, self._dates = text, dates
        self._printed: list[PrintedDate] = []
        self._changed: list[PrintedDate] = []
        self._authors: list[str] = []
        self._is_plain = True

    def read(self) -> ImprintLine | None:
        """Return what the line states; None if any of its words is not part of an imprint."""
        position = self._skip(0)
        while position < len(self._text):
            end = self._read_field(position)
            if end is None:
                return None
            position = self._skip(end)
        dates = tuple(self._printed + self._changed)
        stated = self._authors or any(date.day or date.month for date in dates)
        return ImprintLine(dates, " ".join(self._authors), self._is_plain) if stated else None

    def _skip(self, position: int) -> int:
        match = _BETWEEN.match(self._text, position)
        return match.end() if match else position

    def _read_field(self, position: int) -> int | None:
        """Read the field at a position; return its end, or None if there is none."""
        if position in self._dates:
            self._printed.append(self._dates[position])
            return self._dates[position].span.end
        label = _DATE_LABEL.match(self._text, position)
        if label and (found := self._dates.get(self._skip(label.end()))):
            (self._changed if label["kind"] == "更新" else self._printed).append(found)
            self._is_plain = self._is_plain and not label["kind"]
            return found.span.end
        for pattern in _PLAIN:
            if match := pattern.match(self._text, position):
                return match.end()
        self._is_plain = False
        if match := _AUTHOR.match(self._text, position):
            self._authors.append(match.group().strip())
            return match.end()
        ends = (
            match.end() for pattern in _FILLERS if (match := pattern.match(self._text, position))
        )
        return next((end for end in ends if end > position), None)
