"""Tags: short labels of an article, each only once."""

import re
from collections.abc import Iterable

from embeddings.text.normalize import fold

MOST_TAGS = 50
LONGEST_TAG = 100  # characters
_SEPARATORS = re.compile(r"[,，;；、\n|]+")


def unite_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags without empty ones and without those that only repeat another."""
    unique: dict[str, str] = {}
    for tag in tags:
        label = " ".join(tag.split())[:LONGEST_TAG]
        if label:
            unique.setdefault(fold(label), label)
    return tuple(unique.values())[:MOST_TAGS]


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags that one text lists, as a column of a table does."""
    return unite_tags(_SEPARATORS.split(text))
