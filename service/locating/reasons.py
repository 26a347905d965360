"""Whether words give a reason by themselves."""

import re

from embeddings.documents import Span

_LONGEST = 60
# What may stand directly before a reason and after one, besides the bounds of a clause.
_BEFORE = re.compile(
    r"(?:^|[\s,，。;；:：!！?？、“”\"(（]|因为?|由于|为了?|[是以受]|旨在|在于|鉴于|出于|考虑到|源于|缘于)$"
)
_AFTER = re.compile(r"[\s,，。;；:：!！?？”\")）]|$|等?(?:原因|影响|缘故)|而|所以|因此")
_REACH = 4


def is_whole_reason(text: str, words: Span) -> bool:
    """Return whether the range of ``text`` is whole clauses, or what follows 因为 or the like."""
    start, end = words
    if end - start > _LONGEST:
        return False
    before = text[max(0, start - _REACH) : start]
    return bool(_BEFORE.search(before)) and bool(_AFTER.match(text, end))
