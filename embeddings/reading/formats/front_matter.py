"""Front matter: the lines between dashes at the head of a Markdown file that tell of the text."""

import re
from dataclasses import dataclass

from embeddings.text.dates import parse_date_field

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<lines>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"[\"']?(?P<key>[\w.-]+)[\"']?\s*(?P<colon>[:：])\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?:name:\s*)?(?P<value>\S.*)")
_NESTED = re.compile(r"(?:[|>][-+\d]*)?\s*")  # the value stands on the next lines
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
    """Return the known fields, or none if a line is prose; the items of a list are joined."""
    fields: dict[str, str] = {}
    name, is_nested, is_parted = "", False, False
    for line in lines.splitlines():
        entry, item = _ENTRY.match(line), _ITEM.match(line)
        if not line.strip():
            is_parted = True
            continue
        if entry and not (is_parted and entry["colon"] == "："):  # as in: 他说：……
            name = _KEYS.get(entry["key"].lower(), "")
            is_nested = bool(_NESTED.fullmatch(entry["value"]))
            if name:
                fields[name] = "" if is_nested else _unquote(entry["value"])
        elif not _continues(line, is_nested=is_nested, is_parted=is_parted):
            return {}
        elif item and name:
            fields[name] = " ".join(filter(None, (fields[name], _unquote(item["value"]))))
        is_parted = False
    return fields


def _continues(line: str, *, is_nested: bool, is_parted: bool) -> bool:
    """Return whether a line belongs to the entry before it, or is a comment and no heading."""
    if line[0] in " \t#" and not is_parted:
        return True
    return is_nested and (line[0] in " \t" or bool(_ITEM.match(line)))


def _unquote(value: str) -> str:
    return value.strip().strip("\"'[]")
