"""Since when the rule or price that an article announces is in force: 本通知自8月1日起执行."""

import re
from collections.abc import Iterable, Iterator

from embeddings.documents import Span
from service.times.period import NEVER, Period
from service.times.told_times import ToldTime

_RULE = (
    r"(?:通知|办法|规定|条例|规则|细则|标准|方案|公告|决定|政策|制度"
    r"|[水电气票房药热]价|价格|收费|票制|费率|限[购行高速])"
)
_SINCE = re.compile(
    r"(?:起|开始)(?:正式|统一|全面)?"
    r"(?:(?:执行|施行|实行|实施|生效)(?=[,，。;；\n]|$)|[执施实]行新|调整)"
)
_OF_RULE = re.compile(rf"{_RULE}[^。;；\n]*$")
_FORMER = re.compile(r"(?:原|旧|曾|此前)[^,，。;；\n]*$")  # 原办法自2012年8月1日起施行
_LONGEST = 60  # characters from the rule to the time


def find_announcements(text: str) -> Iterator[Span]:
    """Yield where a text says that something is in force 起, behind the time."""
    for found in _SINCE.finditer(text):
        yield Span(*found.span())


def find_force(text: str, announced: Span, told: Iterable[ToldTime]) -> Period | None:
    """Return from when on a rule or a price is in force, without an end; None if it is neither.

    Until when it holds, only a later article can tell. ``told`` are the times of the paragraph.
    """
    for one in told:
        before = text[max(0, one.span.start - _LONGEST) : one.span.start]
        is_meant = one.span.end == announced.start and not one.is_compared
        if is_meant and _OF_RULE.search(before) and not _FORMER.search(before):
            return Period(one.period.first, NEVER)
    return None
