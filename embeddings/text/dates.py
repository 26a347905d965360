"""Calendar dates as printed in Chinese and English text. Lunar dates are left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum

from embeddings.documents import Span


class Precision(IntEnum):
    """How exactly a date is known."""

    YEAR = 1
    MONTH = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text.

    Attributes:
        span: where it is printed, without weekday and time of day.
        year: by the Gregorian calendar; None where only month and day are printed.
        month: 1–12, or None.
        day: 1–31, or None.
    """

    span: Span
    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        """Up to which part it is printed."""
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def iso(self) -> str:
        """As in ``Article.date``: 2017-10-11, 2017-10 or 2017; "" without a year."""
        return format_iso(self.year, self.month, self.day)


# One character for each that print uses in its place, so that offsets stay valid.
_FORMS = str.maketrans(
    "０１２３４５６７８９／－‐‑–．·•○◯零Ｏｏ號　\xa0", "0123456789/----...〇〇〇OO号  "
)
_NUMERALS = "一二三四五六七八九"
_HAN_YEAR = rf"[一二][〇Oo0{_NUMERALS}]{{3}}"
_YEAR = rf"(?:[12][0-9Oo〇]{{3}}|{_HAN_YEAR})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_NUMERALS}元])"
_DAY = (
    rf"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|卅一?|二?十[{_NUMERALS}]?|廿[{_NUMERALS}]?|[{_NUMERALS}])"
)
_UNNUMBERED = rf"(?<![0-9〇十百千万{_NUMERALS}])"
_LUNAR_DAY = (
    rf"(?!\s?(?:初[{_NUMERALS}十]|(?:二?十|廿)[{_NUMERALS}]?(?![{_NUMERALS}十日号天个多余])))"
)
# 2023年6月18 may stand before a dash: 6月18—20日.
_OF_DAY = rf"\s?(?P<day>{_DAY})\s?(?:[日号]|(?<=[0-9])(?![\w.%]))"
_OF_MONTH = rf"\s?(?P<month>{_MONTH})\s?月(?:{_OF_DAY}|{_LUNAR_DAY}份?)"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_ENGLISH_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_ENGLISH_YEAR = r"(?P<year>(?:1[0-9]|20|21)[0-9]{2})(?![0-9])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![0-9〇{_NUMERALS}])(?P<year>{_YEAR})\s?年(?!代|级|的?历史)(?:{_OF_MONTH})?",
        rf"民国\s?(?P<republic>元|[0-9]{{1,3}}|[百十〇{_NUMERALS}]{{1,5}})\s?年(?:{_OF_MONTH})?",
        rf"{_UNNUMBERED}(?P<month>{_MONTH})\s?月\s?(?P<day>{_DAY})\s?[日号]",
        r"(?<![A-Za-z0-9./-])(?P<year>1[5-9][0-9]{2}|2[01][0-9]{2})(?P<mark>\s?[-/.]\s?)"
        r"(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9]|[-/.][0-9])",
        r"(?<![A-Za-z0-9./-])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])"
        r"(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9.]|\s?[元万亿个人户吨%])",
        rf"(?<![A-Za-z]){_MONTH_NAME}\s?{_ENGLISH_DAY}(?![0-9:])(?:,?\s{_ENGLISH_YEAR})?",
        rf"(?<![0-9.:-]){_ENGLISH_DAY}\s(?:of\s)?{_MONTH_NAME}(?:,?\s{_ENGLISH_YEAR})?",
        rf"(?<![A-Za-z]){_MONTH_NAME},?\s{_ENGLISH_YEAR}",
    )
)
# What makes the words behind it a date of another calendar, or of another era.
_FOREIGN = re.compile(
    r"(?:[公纪]元前|[农阴旧夏古]历|闰)\s?[:(（]?\s?$"
    r"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\s?$"
    rf"|(?<!第)(?<![0-9〇元百十{_NUMERALS}])[0-9〇元百十{_NUMERALS}]{{1,4}}年\s?$"
)
_HINT = re.compile("[0-9０-９年月]")
_CONTEXT = 12  # characters before a date that may name another calendar
_REPUBLIC = 1911  # the year before the first of 民国
_LATEST_REPUBLIC = 188
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# As programs write dates: ISO 8601 as far as it goes, and the dates of PDF (ISO 32000-1, 7.9.4).
_FIELD = re.compile(
    r"(?:D:)?((?:1[5-9]|20)[0-9]{2})"
    r"(?:\s?[-/.年]\s?([0-9]{1,2})(?:\s?[-/.月]\s?([0-9]{1,2})(?![0-9]))?|([0-9]{2})([0-9]{2}))?"
)
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_CHINA = timezone(timedelta(hours=8))


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates in ``text``, in order; a date that does not exist is none.

    Every form of Chinese print counts (2023年6月18日, 二〇二三年六月十八日, 2023-6-18, 20230618,
    民国十二年六月, 6月18日), in full or half width, and the usual ones in English.
    """
    if not _HINT.search(text):
        return []
    plain = text.translate(_FORMS)
    matches = sorted(
        (match for pattern in _PATTERNS for match in pattern.finditer(plain)),
        key=lambda match: (match.start(), -match.end()),
    )
    return list(_read_matches(matches, plain))


def parse_date(text: str) -> PrintedDate | None:
    """Return the date that all of ``text`` is, surrounding white space apart; None if it is not."""
    stripped = text.strip()
    begin = len(text) - len(text.lstrip())
    for found in find_dates(text):
        if found.span == (begin, begin + len(stripped)):
            return found
    return None


def parse_date_field(text: str) -> str:
    """Return in ISO form the day, month or year that a column or a property begins with, or ""."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), _CHINA).date().isoformat()
    match = _FIELD.match(text.translate(_FORMS))
    if match is None:
        found = next(iter(find_dates(text)), None)
        return found.iso if found and found.span.start == 0 else ""
    year, month, day = int(match[1]), match[2] or match[4], match[3] or match[5]
    parts = (year, int(month) if month else None, int(day) if day else None)
    return format_iso(*parts) if exists(*parts) else f"{year:04}"


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Return whether the calendar has such a date."""
    if month is not None and not 1 <= month <= len(_DAYS):
        return False
    if month is None or day is None:
        return year is None or year > 0
    if year is None:
        return 1 <= day <= _DAYS[month - 1]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def format_iso(year: int | None, month: int | None, day: int | None) -> str:
    """Return the date in ISO form, as far as it is known; "" without a year."""
    if year is None:
        return ""
    if month is None:
        return f"{year:04}"
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"


def _read_matches(matches: list[re.Match[str]], plain: str) -> Iterator[PrintedDate]:
    end = 0
    for match in matches:
        if match.start() < end:
            continue
        end = match.end()
        before = plain[max(0, match.start() - _CONTEXT) : match.start()]
        found = None if _FOREIGN.search(before) else _read(match)
        if found:
            yield found


def _read(match: re.Match[str]) -> PrintedDate | None:
    parts = match.groupdict()
    year = _read_year(parts)
    name, month, day = parts.get("name"), parts.get("month"), parts.get("day")
    if name:
        number: int | None = _NAMES.index(name[:3].lower()) + 1
    else:
        number = read_number(month) if month else None
    found = PrintedDate(Span(*match.span()), year, number, read_number(day) if day else None)
    is_dated = found.year is not None or found.day is not None
    return found if is_dated and exists(found.year, found.month, found.day) else None


def _read_year(parts: dict[str, str | None]) -> int | None:
    if counted := parts.get("republic"):
        number = read_number(counted)
        return _REPUBLIC + number if 0 < number <= _LATEST_REPUBLIC else 0
    printed = parts.get("year")
    return int("".join(map(_read_digit, printed))) if printed else None


def _read_digit(character: str) -> str:
    if character in "〇Oo":
        return "0"
    return character if character.isascii() else str(_NUMERALS.index(character) + 1)


def read_number(text: str) -> int:
    """Return a number below 200 in digits or Chinese numerals."""
    if text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _read_numeral(hundreds or "一") if "百" in text else 0
    total += 10 * _read_numeral(tens.lstrip("〇") or "一") if ten else 0
    return total + (_read_numeral(ones.lstrip("〇")) if ones.lstrip("〇") else 0)


def _read_numeral(character: str) -> int:
    return _NUMERALS.find(character) + 1
