"""The parts of a Word file (9.1 of part 2: a zip archive), parsed."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.reading.article_builder import join_line
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    find_text,
    get_attribute,
    get_name,
    iterate_children,
    parse_xml,
)
from embeddings.reading.formats.zip_archive import read_member

_MAIN = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a document that hold text or say how it looks.

    Attributes:
        body: the element that contains the text.
        notes: footnotes and endnotes by the name of their reference and their id.
        styles, numbering: the root of that part; None without it.
        title, author: from the properties of the document, or "".
        date: ISO date of its creation or last change, or "".
    """

    body: XmlElement
    notes: dict[tuple[str, str], XmlElement]
    styles: XmlElement | None
    numbering: XmlElement | None
    title: str
    author: str
    date: str


def open_package(archive: zipfile.ZipFile, source: str) -> WordPackage:
    """Return the parts of a document.

    Raises:
        ValueError: it has no body.
    """
    parts = _Parts(archive, source)
    document = parts.parse(_MAIN)
    body = find_child(document, "body")
    if body is None:
        raise ValueError("a Word document without a body")
    related = parts.find_related(_MAIN)
    properties = parts.parse(_PROPERTIES)
    date = find_text(properties, "created") or find_text(properties, "modified")
    match = _DATE.match(date.strip())
    return WordPackage(
        body=body,
        notes={
            (f"{kind}Reference", get_attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in _iterate_notes(parts.parse(related.get(f"{kind}s", "")), kind)
        },
        styles=parts.parse(related.get("styles", "")),
        numbering=parts.parse(related.get("numbering", "")),
        title=join_line(find_text(properties, "title")),
        author=join_line(find_text(properties, "creator")),
        date=match.group() if match else "",
    )


def _iterate_notes(root: XmlElement | None, kind: str) -> Iterator[XmlElement]:
    for note in iterate_children(root, kind) if root is not None else ():
        if get_attribute(note, "type") not in _SEPARATORS:
            yield note


class _Parts:
    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self._archive, self._source = archive, source
        self._members = {member.filename: member for member in archive.infolist()}

    def parse(self, name: str) -> XmlElement | None:
        """Return the root of a part; None if it is missing."""
        member = self._members.get(name)
        return parse_xml(read_member(self._archive, member, self._source)) if member else None

    def find_related(self, name: str) -> dict[str, str]:
        """Return the names of the parts that a part refers to, by the kind of the relation."""
        folder, base = posixpath.split(name)
        root = self.parse(f"{folder}/_rels/{base}.rels")
        found: dict[str, str] = {}
        for relation in root if root is not None else ():
            if get_name(relation) == "Relationship" and get_attribute(relation, "Target"):
                target = posixpath.join("/", folder, get_attribute(relation, "Target"))
                kind = get_attribute(relation, "Type").rpartition("/")[2]
                found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return found
