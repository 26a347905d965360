"""What a page states outside its stories: its date, and the author of its story."""

import re
from collections.abc import Iterable
from datetime import date

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?"
    r"(?:年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?|[-/.](\d{1,2})[-/.](\d{1,2})(?!\d))"
)
_AUTHOR = re.compile(r"(?:作者|记者)\s?[:：]\s?\S{2,20}")


def find_printed_date(lines: Iterable[str]) -> str:
    """Return the only ISO date in the lines; "" if there is none, an invalid one, or several."""
    dates = {iso for line in lines for match in _DATE.finditer(line) if (iso := _to_iso(match))}
    return dates.pop() if len(dates) == 1 else ""


def find_printed_author(lines: Iterable[str]) -> str:
    """Return the first author named in the lines, as printed, or ""."""
    return next((match.group() for line in lines if (match := _AUTHOR.search(line))), "")


def _to_iso(match: re.Match[str]) -> str:
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    try:
        full = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return full if day else full[:7]
