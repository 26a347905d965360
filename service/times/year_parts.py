"""Parts of a year: 上半年, 三季度, 年末, 前5个月."""

from service.times.context import Context
from service.times.period import Period, join_periods, make_period
from service.times.time_words import read_number

_EDGES = {"初": (1, 2), "末": (12, 12), "底": (12, 12), "中": (6, 7)}
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "年底": (12, 12), "年末": (12, 12)}
_PARTS |= {"岁末": (12, 12), "前三季度": (1, 9), "春": (3, 5), "夏": (6, 8), "秋": (9, 11)}
_REPORTED_UNTIL = 6  # the month by which reports on the year before come out


def read_part(parts: dict[str, str], context: Context) -> Period | None:
    """Return the days of a part of a year; None if the year is unknown."""
    reference = context.reference
    is_of_reference = reference and (context.is_adjacent or _ends_reported_year(parts, context))
    year = reference.first.year if reference and is_of_reference else context.year
    if year is None:
        return None
    first, last = _find_months(parts)
    return join_periods(make_period(year, first), make_period(year, last))


def _ends_reported_year(parts: dict[str, str], context: Context) -> bool:
    """Return whether 年末 is the end of the year that a report, written in the next, is on."""
    reported, anchor = context.reference, context.anchor
    return (
        parts.get("part") == "年末"
        and reported is not None
        and anchor is not None
        and reported.is_within_year
        and reported.first.year == anchor.last.year - 1
        and anchor.last.month <= _REPORTED_UNTIL
    )


def _find_months(parts: dict[str, str]) -> tuple[int, int]:
    if "alone_quarter" in parts:
        quarter = read_number(parts["alone_quarter"])
        return 3 * quarter - 2, 3 * quarter
    if "quarter" in parts:
        return 3 * read_number(parts["quarter"]) - 2, 3 * read_number(parts["quarters"])
    if "first_months" in parts:
        return 1, read_number(parts["first_months"])
    if "edge" in parts:
        return _EDGES[parts["edge"]]
    return _PARTS[parts.get("part") or parts.get("half") or parts["season"]]
