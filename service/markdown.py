"""Text as Markdown, with everything special in it escaped (CommonMark 0.31)."""

import re
from urllib.parse import quote

# Special within a line; a backslash escapes any of these (2.4).
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&^$!{}@]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
# Special only at the start of a line: lists, underlined headings, rules, numbered lists, indented
# code.
_BEGINNING = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
# What may not stand in an address between angle brackets (6.3, 6.5).
_NOT_IN_ADDRESS = re.compile(r"[\s<>\\\x00-\x1f]")
_OUTER = re.compile(r"^\W*|\W*$")


def escape_line(text: str) -> str:
    """Escape ``text`` that is a whole line."""
    return escape_beginning(escape_inline(text))


def escape_inline(text: str) -> str:
    """Escape ``text`` within a line; runs of white space, also at its ends, become one space."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def escape_beginning(line: str) -> str:
    """Escape the beginning of a ``line`` whose text is escaped already."""
    return _BEGINNING.sub(lambda found: _escape_mark(*found.groups()), line.strip())


def emphasize(text: str) -> str:
    """Return ``text`` in bold. Asterisks must touch a letter or digit (6.2)."""
    bare = _OUTER.sub("", text)
    if not bare:
        return escape_inline(text)
    start = text.index(bare)
    before, after = text[:start], text[start + len(bare) :]
    return f"{escape_inline(before)}**{escape_inline(bare)}**{escape_inline(after)}"


def link(text: str, address: str) -> str:
    """Return ``text``, which is escaped already, as a link; as it is if that is no web address."""
    if not address.lower().startswith(("http://", "https://")):
        return text
    return f"[{text}](<{_NOT_IN_ADDRESS.sub(lambda found: quote(found[0]), address)}>)"


def _escape_mark(mark: str | None, number: str, point: str) -> str:
    return f"\\{mark}" if mark else f"{number}\\{point}"
