"""Find out whether the content of a PDF is damaged: pdfium reads a broken page as an empty one."""

import re
import zlib
from typing import BinaryIO

_MOST_BYTES = 200_000_000  # of a file that is searched
_STREAM = re.compile(rb"<<(?P<stated>(?:[^<>]|<<[^<>]*>>|<[^<>]*>){0,2000})>>\s*stream\r?\n")
_END = b"endstream"
_OTHERS = re.compile(rb"/(?:Image|FontFile\d?|Length[123]|ObjStm|XRef|Metadata|ICCBased|N\s\d)\b")
_FILTERS = re.compile(rb"/Filter\b")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b\s*\]?")
_UNPRINTABLE = bytes({*range(9), *range(14, 32), *range(127, 256)})
_MOSTLY = 0.5  # of drawing instructions are printable characters
_SHORTEST = 16  # bytes; what is shorter draws nothing


def has_damaged_content(stream: BinaryIO) -> bool:
    """Return whether a stream of drawing instructions cannot be decoded, or is noise."""
    stream.seek(0)
    data = stream.read(_MOST_BYTES)
    if b"/Encrypt" in data:
        return False  # its streams look like noise
    return any(
        _is_damaged(match["stated"], data[match.end() : data.find(_END, match.end())])
        for match in _STREAM.finditer(data)
        if not _OTHERS.search(match["stated"])
    )


def _is_damaged(stated: bytes, content: bytes) -> bool:
    if _FLATE.search(stated):
        try:
            content = zlib.decompressobj().decompress(content)
        except zlib.error:
            return True
    elif _FILTERS.search(stated):
        return False
    printable = content.translate(None, _UNPRINTABLE)
    return len(content) >= _SHORTEST and len(printable) < _MOSTLY * len(content)
