"""Front matter: the lines between dashes at the head of a Markdown file that tell of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.text.dates import parse_date_field

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<lines>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"(?P<key>[\w-]+)\s*[:：]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?:name:\s*)?(?P<value>\S.*)")
_COMMENT_OR_MORE = re.compile(r"\s*(?:#.*)?$|\s+\S")  # or nothing, or a line that goes on
_KEYS = {
    "title": "title",
    "标题": "title",
    "date": "date",
    "日期": "date",
    "author": "byline",
    "authors": "byline",
    "作者": "byline",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What it tells; "" for what it does not."""

    title: str = ""
    byline: str = ""
    date: str = ""


def take_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text, and the text without it; nothing is taken if none is."""
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(), text
    lines = block["lines"].splitlines()
    is_prose = any(
        not (_ENTRY.match(line) or _ITEM.match(line) or _COMMENT_OR_MORE.match(line))
        for line in lines
    )
    fields = {} if is_prose else _read_fields(lines)
    if not fields:
        return FrontMatter(), text
    fields["date"] = parse_date_field(fields.get("date", ""))
    return FrontMatter(**fields), text[block.end() :]


def _read_fields(lines: Sequence[str]) -> dict[str, str]:
    """Return the known fields; the items of a list are joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        entry, item = _ENTRY.match(line), _ITEM.match(line)
        if entry:
            name = _KEYS.get(entry["key"].lower(), "")
            if name:
                fields[name] = _unquote(entry["value"])
        elif item and name:
            fields[name] = " ".join(filter(None, (fields[name], _unquote(item["value"]))))
    return fields


def _unquote(value: str) -> str:
    return value.strip().strip("\"'[]")
