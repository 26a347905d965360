"""Parse the XML of office documents; names are compared without their namespaces.

One vocabulary has several namespaces (ECMA-376, transitional and strict), so local names decide.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

XmlElement = ElementTree.Element

_DECLARED_TYPE = re.compile(rb"<!DOCTYPE|<!ENTITY")


def parse_xml(data: bytes) -> XmlElement:
    """Return the root element.

    Raises:
        ValueError: it declares entities, which office documents never need.
        ElementTree.ParseError: it is malformed.
    """
    if _DECLARED_TYPE.search(data):
        raise ValueError("XML with a document type")
    return ElementTree.fromstring(data)  # noqa: S314 - no entities, and within the sandbox


def get_name(element: XmlElement) -> str:
    """Return the local name of an element."""
    return element.tag.rpartition("}")[2]


def get_attribute(element: XmlElement | None, name: str, default: str = "") -> str:
    """Return an attribute by its local name; ``default`` if it or the element is missing."""
    if element is None:
        return default
    value = element.get(name)
    if value is not None:
        return value
    ending = "}" + name
    return next((value for key, value in element.items() if key.endswith(ending)), default)


def find_child(element: XmlElement | None, *names: str) -> XmlElement | None:
    """Return the first child with the first name, its first child with the second, and so on."""
    for name in names:
        if element is None:
            return None
        element = next(iterate_children(element, name), None)
    return element


def iterate_children(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the children with this local name."""
    return (child for child in element if get_name(child) == name)


def iterate_all(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the element and those in it with this local name, in document order."""
    return (inner for inner in element.iter() if get_name(inner) == name)


def find_text(element: XmlElement | None, name: str) -> str:
    """Return the text of the first element with this name in ``element``, or ""."""
    found = next(iterate_all(element, name), None) if element is not None else None
    return "".join(found.itertext()) if found is not None else ""
