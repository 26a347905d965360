"""The table of contents of a book: EPUB 3 navigation documents and EPUB 2 NCX files."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from embeddings.reading.formats.markup import Markup
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    find_text,
    get_attribute,
    get_name,
    iterate_all,
    iterate_children,
    parse_xml,
)

_NCX_TYPE = "application/x-dtbncx+xml"
_MOST_LEVELS = 20


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the table of contents.

    Attributes:
        file: the member of the archive it leads to.
        fragment: the id of an element there, or "".
        title: of the chapter.
        depth: how deep it is nested, from 0.
    """

    file: str
    fragment: str
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class BookContents:
    """The entries in order, and the file that lists them; "" if it has no place in the book."""

    entries: tuple[ContentsEntry, ...] = ()
    file: str = ""


ReadMember = Callable[[str], bytes | None]
"""Returns the content of a member of the archive; None if it is missing."""


def read_contents(package: Markup, package_name: str, read: ReadMember) -> BookContents:
    """Return the table of contents; an empty one if the book has none that can be read."""
    items = package.find_attributes("item")
    nav = [item for item in items if "nav" in item.get("properties", "").split()]
    ncx = [item for item in items if item.get("media-type") == _NCX_TYPE]
    ncx += [item for item in items if item.get("href", "").endswith(".ncx")]
    for item in [*nav, *ncx]:
        name = resolve(package_name, item.get("href", ""))[0]
        data = read(name)
        if data is None:
            continue
        entries = tuple(entry for entry in _parse(data, name) if entry.title)
        if entries:
            return BookContents(entries, name if item in nav else "")
    return BookContents(file=resolve(package_name, nav[0].get("href", ""))[0] if nav else "")


def resolve(base: str, href: str) -> tuple[str, str]:
    """Return the member that ``href`` in the member ``base`` leads to, and the fragment."""
    path, _, fragment = href.partition("#")
    target = posixpath.join(posixpath.dirname(base), unquote(path)) if path else base
    return posixpath.normpath(target), unquote(fragment)


def _parse(data: bytes, name: str) -> Iterator[ContentsEntry]:
    try:
        root = parse_xml(data)
    except (ValueError, SyntaxError):
        return
    if get_name(root) == "ncx":
        points = find_child(root, "navMap")
        if points is not None:
            yield from _walk_points(points, name, 0)
        return
    lists = [nav for nav in iterate_all(root, "nav") if "toc" in get_attribute(nav, "type").split()]
    for nav in lists[:1] or list(iterate_all(root, "nav"))[:1]:
        for entries in iterate_children(nav, "ol"):
            yield from _walk_list(entries, name, 0)


def _walk_points(parent: XmlElement, name: str, depth: int) -> Iterator[ContentsEntry]:
    for point in iterate_children(parent, "navPoint") if depth < _MOST_LEVELS else ():
        target = get_attribute(find_child(point, "content"), "src")
        title = " ".join(find_text(find_child(point, "navLabel"), "text").split())
        yield ContentsEntry(*resolve(name, target), title, depth)
        yield from _walk_points(point, name, depth + 1)


def _walk_list(entries: XmlElement, name: str, depth: int) -> Iterator[ContentsEntry]:
    for item in iterate_children(entries, "li") if depth < _MOST_LEVELS else ():
        link = find_child(item, "a")
        if link is not None:
            title = " ".join(_join_base(link).split())
            yield ContentsEntry(*resolve(name, get_attribute(link, "href")), title, depth)
        for inner in iterate_children(item, "ol"):
            yield from _walk_list(inner, name, depth + 1)


def _join_base(element: XmlElement) -> str:
    """Return the text of an element without the readings of ruby."""
    pieces = [element.text or ""]
    for child in element:
        if get_name(child) not in ("rt", "rp"):
            pieces.append(_join_base(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
