"""What the two processes tell each other, as JSON: the other side of the pipe is not trusted.

To the child: ``[path, source]``. From it: ``null`` when it is ready; then, for each file, a list of
reads again and again, and ``null`` when it is done, or ``{"reason": …}`` when it cannot be read.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from embeddings.documents import Article, Heading, PageStart
from embeddings.reading.results import PartFailure, Read

_TEXTS = 7  # id, source, title, byline, date, text, url of an article
DONE = b"null"


def encode_request(path: Path, source: str) -> bytes:
    """Return the request to read a file."""
    return json.dumps([str(path), source]).encode()


def decode_request(message: bytes) -> tuple[Path, str]:
    """Return the path and the source of the file that is to be read."""
    path, source = json.loads(message)
    return Path(path), source


def encode_reads(reads: Iterable[Read]) -> bytes:
    """Return one message with all these."""
    rows = list(map(_row, reads))
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def encode_reason(reason: str) -> bytes:
    """Return the message that the whole file cannot be read."""
    return json.dumps({"reason": reason}).encode()


def decode_reply(message: bytes) -> list[Read] | str | None:
    """Return the reads of a message, the reason why there are no more, or None at the end.

    Raises:
        ValueError: this is no such message.
    """
    try:
        reply = json.loads(message.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    match reply:
        case None:
            return None
        case {"reason": str(reason)}:
            return reason
        case list():
            return list(map(_read, reply))
    raise ValueError("neither reads nor an end")


def _row(read: Read) -> list[object]:
    if isinstance(read, PartFailure):
        return [read.part, read.reason]
    texts = (read.id, read.source, read.title, read.byline, read.date, read.text, read.url)
    headings = [(heading.start, heading.end) for heading in read.headings]
    return [*texts, headings, read.pages]


def _read(row: object) -> Read:
    if not isinstance(row, list):
        raise ValueError("a read is a list")
    match row:
        case [str(part), str(reason)]:
            return PartFailure(part, reason)
        case [*texts, list(headings), list(pages)] if len(texts) == _TEXTS:
            if not all(isinstance(text, str) for text in texts):
                raise ValueError("an article is made of texts")
            identity, source, title, byline, date, text, url = texts
            spans = tuple(Heading(*pair) for pair in _pairs(headings, len(text)))
            starts = tuple(PageStart(*pair) for pair in _pairs(pages, None))
            return Article(identity, source, title, byline, date, text, spans, url, starts)
    raise ValueError("neither an article nor a failure")


def _pairs(rows: list[object], most: int | None) -> list[tuple[int, int]]:
    pairs = []
    for row in rows:
        match row:
            case [int(first), int(second)] if first >= 0 and (most is None or second <= most):
                pairs.append((first, second))
            case _:
                raise ValueError("a range is two counts")
    return pairs
