"""Jump lines: 下转第3版 where a story goes on on another page, 上接第1版 where it does."""

import re
from dataclasses import dataclass

_SIGNS = r"[（(【〔\[▲▼△▽→←■□●◆\s]*"
_ENDS = r"[）)】〕\]▲▼△▽→←■□●◆。\s]*"
_PAGE = r"第?\s*(?P<part>[A-Da-d])?\s*(?P<page>\d{1,3}|[一二三四五六七八九十]{1,3})\s*版"
_TITLE = r"(?P<title>[\u4e00-\u9fff“”《》·]{0,20})"
_ONWARDS = re.compile(rf"{_SIGNS}(?:下转|转|紧接|见)(?:本版)?{_PAGE}{_TITLE}{_ENDS}")
_BACK = re.compile(rf"{_SIGNS}(?:上接|接|紧接){_PAGE}{_TITLE}{_ENDS}")
_AT_END = re.compile(rf"{_SIGNS}下转{_PAGE}{_ENDS}$")
_DIGITS = {word: number for number, word in enumerate("〇一二三四五六七八九")}
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Jump:
    """What a jump line says.

    Attributes:
        page: the number of the other page.
        back: whether the story comes from there.
        part: the letter of the part that the page belongs to: A in A02版; or "".
        title: the headline there, or "".
    """

    page: int
    back: bool
    part: str = ""
    title: str = ""


def read_jump(text: str) -> Jump | None:
    """Return what a line says if it is a jump line."""
    if len(text) > _LONGEST:
        return None
    if match := _BACK.fullmatch(text):
        return _build(match, back=True)
    if match := _ONWARDS.fullmatch(text):
        return _build(match, back=False)
    return None


def split_jump(text: str) -> tuple[str, Jump | None]:
    """Return a text without the jump line at its end, and what that says."""
    match = _AT_END.search(text)
    if not match:
        return text, None
    return text[: match.start()].rstrip(), _build(match, back=False)


def _build(match: re.Match[str], *, back: bool) -> Jump:
    title = match.groupdict().get("title") or ""
    part = (match["part"] or "").upper()
    return Jump(_read_page(match["page"]), back, part, title.strip("“”《》·"))


def _read_page(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十")
    unit = _DIGITS.get(ones, 0)
    return 10 * (_DIGITS.get(tens, 1) if "十" in text else 0) + unit
