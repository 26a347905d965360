"""What a question was asked with, in words."""

from collections.abc import Iterator

from service.conversations.export.labels import Labels, collapse_whitespace
from service.conversations.transcript import Entry
from service.language_model import Mode


def format_choices(entry: Entry, words: Labels) -> str:
    """Return the filters, the strictness and the mode of a question; "" if it has none."""
    parts = " · ".join(map(collapse_whitespace, _tell_choices(entry, words)))
    return words.asked_with["scope"].format(parts) if parts else ""


def _tell_choices(entry: Entry, words: Labels) -> Iterator[str]:
    choices, said = entry.choices, words.asked_with
    filters = choices.filters
    told = {
        "collection": filters.collection,
        "tags": said["comma"].join(filters.tags),
        "source": filters.source,
        "title": filters.title,
        "since": filters.date_from,
        "until": filters.date_to,
    }
    yield from (said[name].format(value) for name, value in told.items() if value)
    yield from (said["only"].format(title or words.gone) for title in entry.articles)
    if choices.strictness:
        yield said[choices.strictness]
    if choices.mode is not Mode.AUTO:
        yield said[choices.mode]
