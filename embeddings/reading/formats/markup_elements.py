"""Walk through a page and yield what it shows: paragraphs with their roles, and tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote

from embeddings.articles.content import Element, Paragraph, Role
from embeddings.reading.article_builder import iterate_lines, join_line
from embeddings.reading.formats.markup_nodes import MarkupNode, Walk
from embeddings.reading.formats.markup_tables import is_data_table, read_table

_BLOCK_NAMES = """
address article aside blockquote body br caption center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section
summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ROLES = {
    **dict.fromkeys(_HEADINGS, Role.HEADING),
    **dict.fromkeys(("figcaption", "caption"), Role.CAPTION),
    "li": Role.LIST_ITEM,
    "pre": Role.CODE,
}
_Open = TypeVar("_Open")
_OUTSIDE = ("nav", "footer", "aside", "header", "form", "menu")
_NOTE = re.compile(r"\b(?:footnote|endnote|rearnote|doc-footnote|doc-endnote)s?\b")


@dataclass(frozen=True, slots=True)
class PageElement:
    """An element of a page.

    Attributes:
        parent: identifies the node around its block.
        linked: the share of its characters that are links, 0–1.
        is_outside: it is in the page's navigation, head, foot or margin.
        ids: by which links can refer to it.
        targets: the ids in this page that its links refer to.
    """

    element: Element
    parent: int
    linked: float
    is_outside: bool
    ids: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(slots=True)
class _Flow:
    """Text collected for the next paragraph, and where it stands."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    outside: int = 0
    notes: int = 0
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    roles: list[tuple[Role, int]] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def flush(self) -> Iterator[PageElement]:
        """Yield the text so far as paragraphs, if any, and start the next one."""
        role, level = self.roles[-1] if self.roles else (Role.BODY, 0)
        if self.notes and role is not Role.HEADING:
            role = Role.FOOTNOTE
        text = "".join(self.pieces)
        lines = list(iterate_lines(text)) if role is Role.CODE else [join_line(text)]
        count = sum(map(len, lines))
        linked = min(1.0, self.linked / count) if count else 0.0
        self.pieces.clear()
        self.linked = 0
        for line in filter(None, lines):
            yield self.place(Paragraph(line, role, level), linked)

    def place(self, element: Element, linked: float) -> PageElement:
        """Return an element as one that stands here."""
        parent = self.blocks[-2] if len(self.blocks) > 1 else 0
        ids, targets = tuple(self.ids), tuple(self.targets)
        self.ids.clear()
        self.targets.clear()
        return PageElement(element, parent, linked, self.outside > 0, ids, targets)


def iterate_page(body: MarkupNode) -> Iterator[PageElement]:
    """Yield the elements below ``body`` in document order."""
    flow, walk = _Flow(), Walk(body)
    for node, enters in walk:
        if node.is_text_node:
            if enters:
                _add_text(node, flow)
            continue
        if node.tag in BLOCKS:
            yield from flow.flush()
        _note_place(node, enters, flow)
        if node.tag == "table" and enters and is_data_table(node):
            yield from (flow.place(element, 0.0) for element in read_table(node))
            walk.skip()
    yield from flow.flush()


def _add_text(node: MarkupNode, flow: _Flow) -> None:
    text = node.text_content or ""
    flow.pieces.append(text)
    if flow.links:
        flow.linked += len("".join(text.split()))


def _note_place(node: MarkupNode, enters: bool, flow: _Flow) -> None:
    """Record which elements are open."""
    tag, change = node.tag or "", 1 if enters else -1
    if enters:
        _note_links(node, flow)
    if tag == "a" and node.attributes.get("href"):  # an anchor may enclose the whole page
        flow.links += change
    if tag in _OUTSIDE and not _is_note(node):
        flow.outside += change
    if _is_note(node):
        flow.notes += change
    if tag in _ROLES:
        level = int(tag[1]) if tag in _HEADINGS else 0
        _change(flow.roles, (_ROLES[tag], level), enters)
    if tag in BLOCKS and tag != "br":
        _change(flow.blocks, node.mem_id, enters)


def _change(stack: list[_Open], item: _Open, enters: bool) -> None:
    """Open an item, or close the last."""
    if enters:
        stack.append(item)
    elif stack:
        stack.pop()


def _note_links(node: MarkupNode, flow: _Flow) -> None:
    stated = node.attributes
    names = (stated.get("id"), stated.get("name") if node.tag == "a" else None)
    flow.ids += filter(None, names)
    href = stated.get("href") or ""
    if href.startswith("#") and len(href) > 1:
        flow.targets.append(unquote(href[1:]))


def place_notes(elements: Iterable[PageElement]) -> list[PageElement]:
    """Return the elements with each footnote behind the paragraph that first refers to it."""
    found = list(elements)
    notes = {
        name: place
        for place, item in enumerate(found)
        if isinstance(item.element, Paragraph) and item.element.role is Role.FOOTNOTE
        for name in item.ids
    }
    if not notes:
        return found
    moved: dict[int, int] = {}
    for place, item in enumerate(found):
        for target in item.targets:
            note = notes.get(target)
            if note is not None and note > place:
                moved.setdefault(note, place)
    follows: dict[int, list[int]] = {}
    for note, place in moved.items():
        follows.setdefault(place, []).append(note)
    ordered: list[PageElement] = []
    for place, item in enumerate(found):
        if place not in moved:
            ordered += [item, *(found[note] for note in follows.get(place, ()))]
    return ordered


def _is_note(node: MarkupNode) -> bool:
    if node.tag not in ("aside", "div", "section", "li", "p"):
        return False
    stated = node.attributes
    return bool(_NOTE.search(f"{stated.get('epub:type') or ''} {stated.get('role') or ''}"))
