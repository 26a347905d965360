"""What was so before a change that an article tells of: 由1元调整为1.5元, 接替院长甲."""

import re

from embeddings.documents import Span

_FORMER = re.compile(r"(?:由|从|原来?的?|原为)(?:[每人均户]{1,2}[^,，。;；]{0,3})?$")
_CHANGED = re.compile(
    r"(?:元|人|[㐀-鿿](?=换))?(?:调整|提高|[上下]调|[上下]?涨|[下]?降|增[加长]?|[提上]?升|减少?|[改更替]?换|改|扩大?|[延缩][长短]|变)(?:为|到|至|成)"
)
_LONGEST_CHANGE = 10
_REPLACED = re.compile(r"(?:接替|取代|顶替)了?(?:[^,，。;；]{0,6}的)?$")


_THRESHOLD = re.compile(r"(?:的?关口|大关)")
_PASSED = re.compile(r"(?:突破|冲破|[迈跨越]过|站上)了?$")
_ASKED = re.compile(r"[之以]前|此前|原[来先本]|过去|当初|[由从](?:多少|几)|[改调修][革制整价订]前")


def is_threshold(text: str, words: Span) -> bool:
    """Return whether ``words`` are a round number that was passed: 首次迈过千斤关口, 突破百万元."""
    before = text[max(0, words.start - _LONGEST_CHANGE) : words.start]
    return bool(_PASSED.search(before) or _THRESHOLD.match(text, words.end))


def asks_former(question: str) -> bool:
    """Return whether a question asks for what was so before a change."""
    return _ASKED.search(question) is not None


def is_former(text: str, words: Span) -> bool:
    """Return whether ``words`` tell what was changed, or whom somebody replaced."""
    before = text[max(0, words.start - _LONGEST_CHANGE) : words.start]
    is_changed = _FORMER.search(before) and _CHANGED.match(text, words.end)
    return bool(is_changed or _REPLACED.search(before))
