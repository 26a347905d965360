"""Streaming parser for multipart bodies (RFC 7578)."""

import re
from collections.abc import Callable
from typing import Protocol
from urllib.parse import unquote

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

_LONGEST_TEXT = 10_000  # bytes of a part that is no file
_MOST_TEXTS = 20


class MalformedBodyError(Exception):
    """A body that does not match its media type."""


class Sink(Protocol):
    """Receives the bytes of one file."""

    def write(self, data: bytes) -> None:
        """Write the next bytes."""

    def close(self) -> None:
        """Finish the file."""


class MultipartFiles:
    """Reads a multipart body: its files, and the short texts sent with them.

    Attributes:
        fields: the values of the parts that are no files, by name; what is too long is cut.
    """

    def __init__(self, content_type: str, begin: Callable[[str], Sink]) -> None:
        """Read a body with this ``content_type``, calling ``begin`` with the name of each file.

        Raises:
            MalformedBodyError: ``content_type`` has no boundary.
        """
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise MalformedBodyError("its Content-Type has no boundary")
        self._begin = begin
        self._sink: Sink | None = None
        self._field = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._ended = False
        self._text = bytearray()
        self._text_name = ""
        self.fields: dict[str, str] = {}
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._headers.clear,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_part_end": self._on_part_end,
                "on_end": self._on_end,
            },
        )

    def write(self, data: bytes) -> None:
        """Parse the next bytes of the body.

        Raises:
            MalformedBodyError: it is not multipart.
        """
        try:
            self._parser.write(data)
        except MultipartParseError as error:
            raise MalformedBodyError(str(error)) from error

    def finish(self) -> None:
        """End the body.

        Raises:
            MalformedBodyError: it is incomplete.
        """
        if not self._ended:
            raise MalformedBodyError("it is incomplete")

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _on_headers_finished(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        name = _parse_file_name(disposition)
        if name is not None:
            self._sink = self._begin(name)
        else:
            stated = parse_options_header(disposition)[1].get(b"name", b"")
            self._text_name = _decode_name(stated)
            self._text.clear()

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._sink:
            self._sink.write(data[start:end])
        else:
            self._text += data[start : min(end, start + _LONGEST_TEXT - len(self._text))]

    def _on_part_end(self) -> None:
        if self._sink:
            self._sink.close()
        elif self._text_name and len(self.fields) < _MOST_TEXTS:
            self.fields[self._text_name] = _decode_name(bytes(self._text))
        self._sink = None

    def _on_end(self) -> None:
        self._ended = True


def _parse_file_name(disposition: bytes) -> str | None:
    """Return the file name of a part, or None if it is not a file.

    Some programs send ``filename*`` (RFC 5987), although multipart bodies should not use it.
    """
    if extended := _EXTENDED_NAME.search(disposition):
        return unquote(extended[1].decode("ascii", "replace"))
    name = parse_options_header(disposition)[1].get(b"filename")
    return None if name is None else _decode_name(name)


_EXTENDED_NAME = re.compile(rb"(?i)filename\*\s*=\s*utf-8''([^;\s]+)")


def _decode_name(name: bytes) -> str:
    """Decode a file name; old programs send it in the encoding of a Chinese console.

    Browsers send a quotation mark as %22 (HTML, "multipart/form-data encoding algorithm").
    """
    try:
        return name.decode("utf-8").replace("%22", '"')
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
