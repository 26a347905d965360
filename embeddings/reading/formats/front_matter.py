"""Front matter: the lines between dashes at the head of a Markdown file that tell of the text."""

import re
from dataclasses import dataclass

from embeddings.text.dates import parse_date_field

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<lines>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"(?P<key>[\w-]+)\s*[:：]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?:name:\s*)?(?P<value>\S.*)")
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
    fields = _read_fields(block["lines"])
    if not fields:
        return FrontMatter(), text
    fields["date"] = parse_date_field(fields.get("date", ""))
    return FrontMatter(**fields), text[block.end() :]


def _read_fields(lines: str) -> dict[str, str]:
    """Return the known fields; the items of a list are joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines.splitlines():
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
