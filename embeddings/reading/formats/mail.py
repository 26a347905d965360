"""E-mails (.eml): each message with its attachments; forwarded messages too. RFC 5322, 2045."""

import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from embeddings.articles.content import Element, Paragraph
from embeddings.cleaning.lines import split_lines
from embeddings.cleaning.wrapping import unwrap
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.encodings import decode_declared, score_chinese
from embeddings.reading.file_types import find_suffix
from embeddings.reading.formats.content_types import get_suffix
from embeddings.reading.formats.embedded_files import (
    EmbeddedFile,
    ReadFile,
    SkippedFiles,
    read_embedded,
)
from embeddings.reading.formats.markup import Markup
from embeddings.reading.formats.zip_archive import sanitize_path
from embeddings.reading.limits import MOST_MAIL_BYTES
from embeddings.reading.results import Read

_UNNAMED = ("utf-8", "gb18030")  # encodings of headers that name none
_ENCODED_WORDS = re.compile(r"((?:=\?[^?\s]{1,60}\?[BbQq]\?[^?]*\?=\s*)+)")  # RFC 2047
_LONGEST_HEADER = 10_000  # characters; the library takes quadratic time
_BODIES = ("text/plain", "text/html")
_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,10}", re.I)  # not that of 第1.2期
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.A)


def read_mail(stream: BinaryIO, source: str, read_file: ReadFile) -> Iterator[Read]:
    """Yield an article for the message and each one forwarded in it, and what is attached.

    Raises:
        UnreadableFileError: it is too big, or no e-mail.
    """
    data = stream.read(MOST_MAIL_BYTES + 1)
    if len(data) > MOST_MAIL_BYTES:
        reason = f"it is bigger than {MOST_MAIL_BYTES:,} bytes. Save its attachments, and use them."
        raise UnreadableFileError(source, reason)
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    if not message.keys():
        raise UnreadableFileError(source, "it is no e-mail: it has no header. Save it again.")
    for part in message.walk():
        _forget_wrong_charset(part)
    builder, skipped, uses = ArticleBuilder(source), SkippedFiles(), Counter[str]()
    for one in _iterate_messages(message):
        parts = list(_select_parts(one))
        imprint = _read_imprint(one, source)
        elements = [element for part in parts for element in _read_body(part, source)]
        if article := builder.build(imprint, elements):
            yield article
        for part in parts:
            file = _name_attachment(part, uses)
            if file and not skipped.skips(file):
                yield from read_embedded(file, partial(_get_data, part), source, read_file)
    yield from skipped.describe()


def _forget_wrong_charset(part: Message) -> None:
    """Delete the name of a codec that is none for text: the library fails with it."""
    try:
        b"\xb8".decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, UnicodeError):
        part.del_param("charset")


def _iterate_messages(message: Message) -> Iterator[Message]:
    yield message
    for part in message.walk():
        forwarded = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        if isinstance(forwarded, list):
            yield from (one for one in forwarded if isinstance(one, Message))


def _select_parts(part: Message) -> Iterator[Message]:
    """Yield the parts of a message to read; of alternatives, the last one with text, as shown."""
    children = part.get_payload()
    if part.get_content_maintype() == "message":
        return
    if not isinstance(children, list):
        yield part
        return
    chosen = [child for child in children if isinstance(child, Message)]
    if part.get_content_subtype() == "alternative":
        chosen = [child for child in chosen if _has_text(child)][-1:] or chosen[-1:]
    for child in chosen:
        yield from _select_parts(child)


def _has_text(part: Message) -> bool:
    return any(one.get_content_type() in _BODIES and _get_data(one).strip() for one in part.walk())


def _read_body(part: Message, source: str) -> Iterator[Element]:
    """Yield what a part shows in the message itself; nothing for an attachment."""
    kind, data = part.get_content_type(), _get_data(part)
    if _is_attached(part) or not data.strip():
        return
    text = decode_declared(data, part.get_content_charset() or "", source)
    if kind == "text/html":
        yield from Markup(text).iterate_elements()
    else:
        yield from (Paragraph("#" * line.level + line.text) for line in unwrap(split_lines(text)))


def _read_imprint(message: Message, source: str) -> Imprint:
    name, address = parseaddr(_get_header(message, "from"))
    try:
        date = parsedate_to_datetime(_get_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        date = ""
    title = _get_header(message, "subject").strip() or derive_title(source)
    return Imprint(title, name.strip() or address, date)


def _get_header(message: Message, name: str) -> str:
    """Return a header as text; Chinese programs also write it without naming its encoding."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name)
    return _decode_header(next(values, ""))


def _decode_header(raw: str) -> str:
    """Return a header as text; encoded words stand between words that nobody encoded."""
    return "".join(
        _decode_words(piece) if place % 2 else _decode_piece(piece, "")
        for place, piece in enumerate(_ENCODED_WORDS.split(raw[:_LONGEST_HEADER]))
    )


def _decode_words(words: str) -> str:
    try:
        pieces = decode_header(words.strip())
    except (HeaderParseError, ValueError):
        return words
    return "".join(_decode_piece(text, charset or "") for text, charset in pieces)


def _decode_piece(piece: bytes | str, charset: str) -> str:
    data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
    if not charset:  # a header is too short to detect its encoding
        read = (data.decode(name, "replace") for name in _UNNAMED)
        return max(read, key=score_chinese)
    try:
        return decode_declared(data, charset, "")
    except UnreadableFileError:
        return data.decode("ascii", "ignore")


def _is_attached(part: Message) -> bool:
    """Return whether a part is a file; the message shows the others itself."""
    is_shown = part.get_content_type() in _BODIES and not _get_name(part)
    return not is_shown or part.get_content_disposition() == "attachment"


def _get_name(part: Message) -> str:
    """Return the file name of a part, or "" if it has none."""
    try:
        name = part.get_filename() or ""
    except UnicodeError:  # in a codec that is none for text
        name = ""
    return sanitize_path(_decode_header(name)) if name else ""


def _name_attachment(part: Message, uses: Counter[str]) -> EmbeddedFile | None:
    """Return an attachment with its name, or one that tells its type; None if it is none."""
    name = _get_name(part)
    if not _is_attached(part) or not (name or _get_data(part)):
        return None
    kind, suffix = part.get_content_type(), PurePosixPath(name).suffix
    if not _SUFFIX.fullmatch(suffix):
        suffix = get_suffix(kind) or find_suffix(_get_data(part))
    stated = f" ({kind})" if _CONTENT_TYPE.fullmatch(kind) else ""
    name = name or f"附件{suffix or stated}"
    uses[name] += 1
    return EmbeddedFile(name if uses[name] == 1 else f"{name} ({uses[name]})", suffix)


def _get_data(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
