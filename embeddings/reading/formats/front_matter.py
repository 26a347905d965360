"""Front matter: the lines between dashes at the head of a Markdown file that tell of the text."""

import re
from dataclasses import dataclass

from embeddings.text.dates import parse_date_field

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<lines>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"(?P<key>[\w-]+)\s*[:：]\s*(?P<value>.*)")
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
    entries = (_ENTRY.match(line) for line in block["lines"].splitlines())
    fields = {
        _KEYS[entry["key"].lower()]: entry["value"].strip().strip("\"'[]")
        for entry in entries
        if entry and entry["key"].lower() in _KEYS
    }
    if not fields:
        return FrontMatter(), text
    fields["date"] = parse_date_field(fields.get("date", ""))
    return FrontMatter(**fields), text[block.end() :]
