"""Lines of plain text that look like headings."""

import re
from collections.abc import Iterator

_LONGEST = 40
_SENTENCE_MARK = re.compile(r"[。！？!?；;，,：:]")


def looks_like_heading(line: str) -> bool:
    """Return whether a line is short and has no mark of a sentence."""
    return 0 < len(line) <= _LONGEST and not _SENTENCE_MARK.search(line)


def list_headings(text: str) -> Iterator[str]:
    """Yield the lines of ``text`` that look like headings, the last first."""
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        if looks_like_heading(line := text[start:end].strip()):
            yield line
        end = start - 1
