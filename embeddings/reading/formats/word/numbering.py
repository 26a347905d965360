"""Automatic numbers of paragraphs (17.9), which are nowhere in the text of the document."""

import re
from dataclasses import dataclass, field

from embeddings.reading.formats.word.number_formats import format_number
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    get_attribute,
    iterate_children,
)

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_CLOSED = "、）)】》"  # marks after which no space is shown
_NO_NUMBERS = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class NumberReference:
    """The list that a paragraph or its style refers to, and the level in it, from 0.

    Lists that do not exist, such as "0", take a paragraph out of the list of its style.
    """

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    is_spaced: bool
    is_decimal: bool  # shows the numbers of all levels in Arabic digits


@dataclass(frozen=True, slots=True)
class _List:
    definition: str
    levels: dict[int, _Level]
    restarts: frozenset[int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted. Ask once for each paragraph, in order.

    Lists with one definition count on from each other, unless they restart.
    """

    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: XmlElement | None) -> "Numbering":
        """Return the numbering that the part ``numbering.xml`` defines."""
        if root is None:
            return cls()
        definitions = {
            get_attribute(item, "abstractNumId"): _read_levels(item)
            for item in iterate_children(root, "abstractNum")
        }
        lists = (
            (get_attribute(item, "numId"), _read_list(item, definitions))
            for item in iterate_children(root, "num")
        )
        return cls(dict(lists))

    def count(self, reference: NumberReference) -> str:
        """Return the number of the next paragraph of a list, with the space behind it; or ""."""
        found = self._lists.get(reference.list_id)
        if found is None or reference.level not in found.levels:
            return ""
        level = found.levels[reference.level]
        counts = self._advance(reference, found)
        if level.style in _NO_NUMBERS and not (level.style == "none" and level.text):
            return ""
        text = _PLACE.sub(
            lambda match: _format(int(match[1]) - 1, found, counts, level), level.text
        )
        return text + " " * (level.is_spaced and bool(text) and text[-1] not in _CLOSED)

    def _advance(self, reference: NumberReference, found: _List) -> dict[int, int]:
        counts = self._counts.setdefault(found.definition, {})
        level, start = reference.level, found.levels[reference.level].start
        use = (reference.list_id, level)
        restarts = level in found.restarts and use not in self._used
        self._used.add(use)
        counts[level] = start if restarts or level not in counts else counts[level] + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        return counts


def read_reference(properties: XmlElement | None) -> NumberReference | None:
    """Return what ``numPr`` in the properties of a paragraph or a style refers to."""
    found = find_child(properties, "numPr")
    if found is None:
        return None
    level = get_attribute(find_child(found, "ilvl"), "val", "0")
    list_id = get_attribute(find_child(found, "numId"), "val", "")
    return NumberReference(list_id, _parse_count(level, 0))


def _format(place: int, found: _List, counts: dict[int, int], shown: _Level) -> str:
    level = found.levels.get(place)
    if level is None:
        return ""
    style = "decimal" if shown.is_decimal else level.style
    return format_number(counts.get(place, level.start), style)


def _read_list(item: XmlElement, definitions: dict[str, dict[int, _Level]]) -> _List:
    definition = get_attribute(find_child(item, "abstractNumId"), "val")
    levels, restarts = dict(definitions.get(definition, {})), set()
    for change in iterate_children(item, "lvlOverride"):
        place = _parse_count(get_attribute(change, "ilvl"), 0)
        redefined = find_child(change, "lvl")
        if redefined is not None:
            levels[place] = _read_level(redefined)
        start = get_attribute(find_child(change, "startOverride"), "val")
        if start and place in levels:
            old = levels[place]
            levels[place] = _Level(
                _parse_count(start, 1), old.style, old.text, old.is_spaced, old.is_decimal
            )
            restarts.add(place)
    return _List(definition, levels, frozenset(restarts))


def _read_levels(definition: XmlElement) -> dict[int, _Level]:
    return {
        _parse_count(get_attribute(item, "ilvl"), 0): _read_level(item)
        for item in iterate_children(definition, "lvl")
    }


def _read_level(item: XmlElement) -> _Level:
    legal = find_child(item, "isLgl")
    return _Level(
        start=_parse_count(get_attribute(find_child(item, "start"), "val", "1"), 1),
        style=get_attribute(find_child(item, "numFmt"), "val", "decimal"),
        text=get_attribute(find_child(item, "lvlText"), "val"),
        is_spaced=get_attribute(find_child(item, "suff"), "val", "tab") != "nothing",
        is_decimal=legal is not None and get_attribute(legal, "val", "1") not in ("0", "false"),
    )


def _parse_count(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LEVELS else default
