"""Read a file of any supported type."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import FileType, detect_file_type, guess_file_type
from embeddings.reading.formats.row_files import read_csv, read_json, read_json_lines
from embeddings.reading.formats.text import read_text
from embeddings.reading.formats.zip_members import build_nested_error, read_members
from embeddings.reading.results import Read


def read(path: Path, source: str) -> Iterator[Read]:
    """Yield the articles of the file at ``path``, named ``source``, and the parts that failed.

    Rows are streamed, so that large files are never in memory as a whole.

    Raises:
        UnreadableFileError: the file is of an unsupported type, damaged, too big or empty. Some
            articles may have been yielded before.
    """
    guess_file_type(path.suffix, source)
    try:
        stream = path.open("rb")
    except OSError as error:
        reason = (
            f"the file cannot be opened ({error.strerror}). Check that it exists and is readable."
        )
        raise UnreadableFileError(source, reason, retryable=True) from error
    with stream:
        yield from _require_articles(_read_any(stream, path.suffix, source), source)


def _require_articles(reads: Iterator[Read], source: str) -> Iterator[Read]:
    has_article = False
    for result in reads:
        has_article = has_article or isinstance(result, Article)
        yield result
    if not has_article:
        raise UnreadableFileError(source, "none of its parts could be read; nothing to index.")


def _read_any(stream: BinaryIO, suffix: str, source: str) -> Iterator[Read]:
    kind = detect_file_type(stream, suffix, source)
    reader = _CONTAINERS.get(kind) or _READERS[kind]
    return _translate_errors(reader, stream, source, kind)


def _read_member(stream: BinaryIO, suffix: str, source: str) -> Iterator[Read]:
    kind = detect_file_type(stream, suffix, source)
    if kind is FileType.ZIP:
        raise build_nested_error(source)
    reader = _read_packed_mail if kind is FileType.MAIL else _READERS[kind]
    return _translate_errors(reader, stream, source, kind)


def _read_zip(stream: BinaryIO, source: str) -> Iterator[Read]:
    return read_members(stream, source, _read_member)


def _read_mail(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.mail import read_mail  # noqa: PLC0415 - few need it

    yield from read_mail(stream, source, _read_any)


def _read_packed_mail(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Read a mail in an archive; archives attached to it are not opened."""
    from embeddings.reading.formats.mail import read_mail  # noqa: PLC0415 - few need it

    yield from read_mail(stream, source, _read_member)


def _translate_errors(
    reader: Callable[[BinaryIO, str], Iterator[Read]], stream: BinaryIO, source: str, kind: FileType
) -> Iterator[Read]:
    """Yield from a reader; turn any error of a library into ``UnreadableFileError``."""
    try:
        yield from reader(stream, source)
    except UnreadableFileError:
        raise
    except MemoryError as error:
        reason = "reading it exceeds the memory limit. Split it into smaller files."
        raise UnreadableFileError(source, reason) from error
    except Exception as error:
        reason = f"it is damaged, or not really {kind.value}. Save it again, or save its text."
        raise UnreadableFileError(source, reason) from error


def _read_markdown(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.markdown import read_markdown  # noqa: PLC0415 - few need it

    yield from read_markdown(stream, source)


def _read_html(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.html import read_html  # noqa: PLC0415 - takes a second

    yield from read_html(stream, source)


def _read_pdf(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.pdf import read_pdf  # noqa: PLC0415 - few need it

    yield from read_pdf(stream, source)


def _read_docx(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.docx import read_docx  # noqa: PLC0415 - few need it

    yield from read_docx(stream, source)


def _read_old_word(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.old_word import read_old_word  # noqa: PLC0415 - few need it

    yield from read_old_word(stream, source)


def _read_epub(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.epub import read_epub  # noqa: PLC0415 - few need it

    yield from read_epub(stream, source)


def _read_spreadsheet(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.spreadsheet import (  # noqa: PLC0415 - few need it
        read_spreadsheet,
    )

    yield from read_spreadsheet(stream, source)


def _read_presentation(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.presentation import (  # noqa: PLC0415 - few need it
        read_presentation,
    )

    yield from read_presentation(stream, source)


_READERS: dict[FileType, Callable[[BinaryIO, str], Iterator[Read]]] = {
    FileType.TEXT: read_text,
    FileType.MARKDOWN: _read_markdown,
    FileType.HTML: _read_html,
    FileType.PDF: _read_pdf,
    FileType.DOCX: _read_docx,
    FileType.OLD_WORD: _read_old_word,
    FileType.EPUB: _read_epub,
    FileType.SPREADSHEET: _read_spreadsheet,
    FileType.PRESENTATION: _read_presentation,
    FileType.JSON: read_json,
    FileType.JSON_LINES: read_json_lines,
    FileType.CSV: read_csv,
}
_CONTAINERS: dict[FileType, Callable[[BinaryIO, str], Iterator[Read]]] = {
    FileType.ZIP: _read_zip,
    FileType.MAIL: _read_mail,
}
