"""Extract paragraphs and headings from HTML and XHTML as plain text, in document order."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from embeddings.articles.content import Element
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import join_line
from embeddings.reading.encodings import decode_declared
from embeddings.reading.formats.markup_elements import PageElement, iterate_page, place_notes
from embeddings.reading.limits import MOST_MARKUP_BYTES

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE
)
_HEAD = 2048  # bytes in which a page declares its encoding
_READINGS = ["rt", "rp"]  # of ruby
_INVISIBLE = [
    "script",
    "style",
    "template",
    "noscript",
    "rt",
    "rp",
    "iframe",
    "object",
    "svg",
    "math",
    "select",
    "textarea",
]


class Piece(NamedTuple):
    """A text of a page, or the moment that a ``<time>`` element states for programs."""

    text: str
    is_moment: bool = False


class Markup:
    """A parsed page.

    Attributes:
        source: its markup, as it was parsed.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self._tree = LexborHTMLParser(text)

    def find_text(self, selector: str) -> str:
        """Return the text of the first element that matches, on one line, or ""."""
        self._tree.strip_tags(_READINGS)
        node = self._tree.css_first(selector)
        return join_line(node.text(deep=True)) if node is not None else ""

    def find_attribute(self, selector: str, name: str) -> str:
        """Return an attribute of the first element that matches, or ""."""
        node = self._tree.css_first(selector)
        return (node.attributes.get(name) or "").strip() if node is not None else ""

    def find_attributes(self, selector: str) -> list[dict[str, str]]:
        """Return the attributes of all elements that match."""
        return [
            {name: value or "" for name, value in node.attributes.items()}
            for node in self._tree.css(selector)
        ]

    def find_texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that match, each on one line."""
        return [join_line(node.text(deep=True)) for node in self._tree.css(selector)]

    def iterate_pieces(self) -> Iterator[Piece]:
        """Yield the texts of the body, each inline element's apart, and the moments of ``<time>``.

        This removes invisible elements from the page.
        """
        self._tree.strip_tags(_INVISIBLE)
        body = self._tree.body
        for node in body.traverse(include_text=True) if body is not None else ():
            if node.is_text_node and (text := join_line(node.text_content or "")):
                yield Piece(text)
            elif node.tag == "time" and (moment := node.attributes.get("datetime")):
                yield Piece(moment, is_moment=True)

    def iterate_page(self) -> Iterator[PageElement]:
        """Yield what the body shows. This removes invisible elements from the page."""
        self._tree.strip_tags(_INVISIBLE)
        body = self._tree.body
        return iter(place_notes(iterate_page(body)) if body is not None else ())

    def iterate_elements(self) -> Iterator[Element]:
        """Yield the elements of the body. This removes invisible elements from the page."""
        return (item.element for item in self.iterate_page())


def decode_markup(data: bytes, source: str) -> str:
    """Decode markup: as UTF-8 if valid, else in the declared or the detected encoding.

    Raises:
        UnreadableFileError: it is too big, empty or binary, or its encoding is unknown.
    """
    if len(data) > MOST_MARKUP_BYTES:
        raise UnreadableFileError(
            source,
            f"the page is bigger than {MOST_MARKUP_BYTES:,} bytes. Split it, or save its text.",
        )
    declared = _CHARSET.search(data[:_HEAD])
    return decode_declared(data, declared[1].decode("ascii") if declared else "", source)
