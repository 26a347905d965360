"""The messages between the two processes, as JSON: the child is not trusted.

To the child: ``[path, source, folder of finished pages or "", keys of pages to skip]``. From the
child: ``null`` when it is ready; then, for each file, lists of results, followed by ``null``, or by
``{"reason": …, "retryable": …}`` if the file cannot be read. To the child also ``[path, number,
pixels, [[left, top, right, bottom], …]]``: it answers with ``{"image": base64}`` of the page, "" if
there is none, or a reason.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from embeddings.documents import Article, Heading, Origin, PageStart
from embeddings.layout.boxes import Box
from embeddings.places import decode_places
from embeddings.reading.results import (
    Extent,
    PageBegun,
    PartFailure,
    Read,
    ReadingWarning,
    RecognizedPage,
    SignOfLife,
)

# id, source, title, byline, date, text, url, collection, origins of date and byline of an article
_TEXTS = 10
DONE = b"null"


class Refusal(NamedTuple):
    """Why a file cannot be read, and whether another try may succeed."""

    reason: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read.

    Attributes:
        path: where it is.
        source: its name.
        finished: the folder of the pages that were recognised before; None if none are kept.
        skipped: the keys of the pages that are not to be recognised.
    """

    path: Path
    source: str
    finished: Path | None = None
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of a file to render.

    Attributes:
        path: where the file is.
        number: of the page, from 1.
        longest_side: pixels that no side is to be longer than.
        lines: where text was found on it, as shares of its sides.
    """

    path: Path
    number: int
    longest_side: int
    lines: tuple[Box, ...]


def encode_page_request(request: PageRequest) -> bytes:
    """Return the request to render a page."""
    fields = [str(request.path), request.number, request.longest_side, request.lines]
    return json.dumps(fields).encode()


def encode_image(image: bytes | None) -> bytes:
    """Return the message with the image of a page; None if there is no such page."""
    return json.dumps({"image": b64encode(image).decode() if image else ""}).encode()


def decode_image(message: bytes) -> bytes | str | None:
    """Return the image of a page, the reason why there is none, or None without such a page.

    Raises:
        ValueError: the message is malformed.
    """
    match json.loads(message):
        case {"image": str(image)}:
            return b64decode(image, validate=True) or None
        case {"reason": str(reason)}:
            return reason
    raise ValueError("neither an image nor a reason")


def encode_request(request: Request) -> bytes:
    """Return the request to read a file."""
    finished = str(request.finished) if request.finished else ""
    return json.dumps(
        [str(request.path), request.source, finished, sorted(request.skipped)]
    ).encode()


def decode_request(message: bytes) -> Request | PageRequest:
    """Return which file to read, or which page to render."""
    fields = json.loads(message)
    match fields:
        case [path, int(number), longest_side, lines]:
            return PageRequest(
                Path(path), number, longest_side, tuple(Box(*line) for line in lines)
            )
    path, source, finished, skipped = fields
    return Request(Path(path), source, Path(finished) if finished else None, frozenset(skipped))


def encode_reads(reads: Iterable[Read]) -> bytes:
    """Return one message with all these results."""
    rows = list(map(_encode_read, reads))
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def encode_refusal(refusal: Refusal) -> bytes:
    """Return the message that the whole file cannot be read."""
    return json.dumps({"reason": refusal.reason, "retryable": refusal.retryable}).encode()


def decode_reply(message: bytes) -> list[Read] | Refusal | None:
    """Return the results in a message, the reason why there are no more, or None at the end.

    Raises:
        ValueError: the message is malformed.
    """
    try:
        reply = json.loads(message.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    match reply:
        case None:
            return None
        case {"reason": str(reason), "retryable": bool(retryable)}:
            return Refusal(reason, retryable)
        case list():
            return list(map(_decode_read, reply))
    raise ValueError("neither reads nor an end")


def _encode_read(read: Read) -> list[object]:
    match read:
        case PartFailure(part, reason):
            row: list[object] = [part, reason]
        case ReadingWarning(part, text):
            row = ["warning", part, text]
        case Extent(tables=tables, pages=pages):
            row = ["extent", tables, pages]
        case SignOfLife():
            row = ["alive"]
        case PageBegun(key, number, total):
            row = ["page", key, number, total]
        case RecognizedPage(key, content):
            row = ["recognized", key, content]
        case Article():
            row = _encode_article(read)
    return row


def _encode_article(read: Article) -> list[object]:
    texts = (read.id, read.source, read.title, read.byline, read.date, read.text, read.url)
    origins = (read.date_origin.value, read.byline_origin.value)
    headings = [(heading.start, heading.end) for heading in read.headings]
    places = [read.places.lines, read.places.doubtful]
    return [*texts, read.collection, *origins, read.tags, headings, read.pages, places]


def _decode_read(row: object) -> Read:
    if not isinstance(row, list):
        raise ValueError("a read is a list")
    match row:
        case [str(part), str(reason)]:
            read: Read = PartFailure(part, reason)
        case ["warning", str(part), str(text)]:
            read = ReadingWarning(part, text)
        case ["extent", int(tables), int(pages)] if tables >= 0 and pages >= 0:
            read = Extent(tables, pages)
        case ["alive"]:
            read = SignOfLife()
        case ["page", str(key), int(number), int(total)] if 0 < number <= total:
            read = PageBegun(key, number, total)
        case ["recognized", str(key), str(content)]:
            read = RecognizedPage(key, content)
        case _:
            read = _decode_article(row)
    return read


def _decode_article(row: list[object]) -> Article:
    match row:
        case [*texts, list(tags), list(headings), list(pages), [list(lines), list(doubtful)]] if (
            len(texts) == _TEXTS
        ):
            identity, source, title, byline, date, text, url, collection, *stated = map(
                _check_text, texts
            )
            spans = tuple(Heading(*pair) for pair in _check_pairs(headings, len(text)))
            starts = tuple(PageStart(*pair) for pair in _check_pairs(pages, None))
            dated, signed = map(Origin, stated)
            return Article(
                identity,
                source,
                title,
                byline,
                date,
                text,
                spans,
                url,
                starts,
                dated,
                signed,
                collection,
                tuple(map(_check_text, tags)),
                places=decode_places(lines, doubtful, len(text)),
            )
    raise ValueError("neither an article nor a failure")


def _check_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("an article is made of texts")
    return value


def _check_pairs(rows: list[object], maximum: int | None) -> list[tuple[int, int]]:
    pairs = []
    for row in rows:
        match row:
            case [int(first), int(second)] if first >= 0 and (maximum is None or second <= maximum):
                pairs.append((first, second))
            case _:
                raise ValueError("a range is two counts")
    return pairs
