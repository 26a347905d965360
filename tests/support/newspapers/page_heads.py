"""The heads of pages: masthead, date, page number."""

from datetime import date

from tests.support.newspapers.press import FURNITURE, Page, Press
from tests.support.newspapers.typesetting import Face, measure_text, set_line

_WEEKDAYS = "一二三四五六日"
_HEI = Face(serif=False)
_HEAVY = Face(serif=False, bold=True)


def spell_date(day: str) -> str:
    """Return the date as a paper prints it, with the weekday."""
    parsed = date.fromisoformat(day)
    weekday = _WEEKDAYS[parsed.weekday()]
    return f"{parsed.year}年{parsed.month}月{parsed.day}日 星期{weekday}"


def set_inner_head(press: Press, page: Page, margin: float, name: str = "要闻") -> float:
    """Set page number, name and date in one row over a rule; return where the page goes on."""
    left, right = margin, page.width - margin
    day = spell_date(press.date)
    _put(page, f"第{page.number}版", left, margin, 12, _HEAVY)
    _put(page, name, left + 90, margin - 2, 15, _HEAVY)
    _put(page, day, right - 9 * measure_text(day, _HEI), margin + 3, 9, _HEI)
    page.draw_rule(left, margin + 19, right, margin + 20)
    return margin + 30


def set_outer_head(press: Press, page: Page, margin: float) -> float:
    """Set the page number at the right, the paper's name in the middle, and editors."""
    left, right, middle = margin, page.width - margin, page.width / 2
    _put(page, f"{spell_date(press.date)} 责任编辑：毛晓岚", left, margin + 4, 8.5, _HEI)
    _put(page, "青石日报", middle - 32, margin - 2, 16, _HEAVY)
    _put(page, str(page.number), right - 12, margin - 2, 18, _HEAVY)
    page.draw_rule(left, margin + 18, right, margin + 18.8)
    page.draw_rule(left, margin + 20.4, right, margin + 21)
    return margin + 32


def set_masthead(press: Press, page: Page, margin: float) -> float:
    """Set the head of a first page: a large name, with the date and the number of the issue."""
    left, right = margin, page.width - margin
    _put(page, "云台晚报", left + 4, margin, 46, Face(bold=True), 0.15)
    lines = ("YUNTAI WANBAO", spell_date(press.date), "总第8142期 今日8版")
    for place, text in enumerate(lines):
        _put(page, text, left + 270, margin + 6 + 15 * place, 9.5, _HEI)
    page.draw_rule(left, margin + 60, right, margin + 62)
    return margin + 72


def set_name(page: Page, margin: float) -> float:
    """Set the paper's name and the page's number over a rule, without a date."""
    _put(page, "第6版", margin, margin, 12, _HEAVY)
    _put(page, "青石日报 专题", page.width / 2 - 40, margin - 2, 15, _HEAVY)
    page.draw_rule(margin, margin + 19, page.width - margin, margin + 20)
    return margin + 32


def set_vertical_head(press: Press, page: Page, margin: float) -> float:
    """Set a head in three parts between two rules."""
    left, right = margin, page.width - margin
    page.draw_rule(left, margin, right, margin + 0.8)
    _put(page, "第四版", left + 6, margin + 5, 10, Face())
    _put(page, "临江日报", page.width / 2 - 24, margin + 4, 12, Face(bold=True))
    day = spell_date(press.date)
    _put(page, day, right - 6 - 9 * measure_text(day, Face()), margin + 5, 9, Face())
    page.draw_rule(left, margin + 20, right, margin + 20.8)
    return margin + 30


def _put(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    page: Page, text: str, left: float, top: float, size: float, face: Face, spacing: float = 0.0
) -> None:
    page.put(set_line(text, left, top, size, face, 0, spacing=spacing), FURNITURE)
