"""Words for a day, month or year that do not tell which one: 去年, 本月12日, 三天前."""

import re
from collections.abc import Sequence

from embeddings.documents import Span
from service.times.told_times import ToldTime

_TELLS_YEAR = re.compile(r"[0-9０-９]{4}|[〇零○一二三四五六七八九]{4}|民国|公元")
_ANY_TIME = re.compile(r"目前|当前|现在|眼下|如今|现有|现已|近日|日前|前不久|近期")


def needs_date(text: str, told: ToldTime) -> bool:
    """Return whether the words of ``told`` mean a single day, month or year without telling it."""
    words = text[slice(*told.span)]
    is_single = "/" not in told.period.iso
    return is_single and not (_TELLS_YEAR.search(words) or _ANY_TIME.fullmatch(words))


def find_date(text: str, words: Span, told: Sequence[ToldTime]) -> ToldTime | None:
    """Return the time, of those ``told``, that ``words`` tell relatively; None if there is none."""
    alike = (one for one in told if one.span.start < words.end and words.start < one.span.end)
    return next((one for one in alike if needs_date(text, one)), None)
