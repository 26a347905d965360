"""Read a file of any supported type."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import FileType, detect_file_type, guess_file_type
from embeddings.reading.formats.embedded_files import ReadFile
from embeddings.reading.formats.row_files import read_csv, read_json, read_json_lines
from embeddings.reading.formats.text import read_text
from embeddings.reading.formats.zip_members import build_nested_error, read_members
from embeddings.reading.recognizer import Recognizer
from embeddings.reading.results import Read

Reader = Callable[[BinaryIO, str], Iterator[Read]]


def read(path: Path, source: str, recognizer: Recognizer | None = None) -> Iterator[Read]:
    """Yield the articles of the file at ``path``, named ``source``, and the parts that failed.

    Rows are streamed, so that large files are never in memory as a whole. ``recognizer`` reads the
    pages that are images; by default, one that keeps none of them.

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
        reads = _FileReader(recognizer or Recognizer()).read_any(stream, path.suffix, source)
        yield from _require_articles(reads, source)


def _require_articles(reads: Iterator[Read], source: str) -> Iterator[Read]:
    has_article = False
    for result in reads:
        has_article = has_article or isinstance(result, Article)
        yield result
    if not has_article:
        raise UnreadableFileError(source, "none of its parts could be read; nothing to index.")


@dataclass(frozen=True, slots=True)
class _FileReader:
    """Reads files of all types; ``recognizer`` reads their pages that are images."""

    recognizer: Recognizer

    def read_any(self, stream: BinaryIO, suffix: str, source: str) -> Iterator[Read]:
        kind = detect_file_type(stream, suffix, source)
        match kind:
            case FileType.ZIP:
                reader: Reader = self._read_zip
            case FileType.MAIL:
                reader = partial(_read_mail, read_attached=self.read_any)
            case _:
                reader = self._find_reader(kind)
        return _translate_errors(reader, stream, source, kind)

    def _find_reader(self, kind: FileType) -> Reader:
        if kind is FileType.PDF:
            return partial(_read_pdf, recognizer=self.recognizer)
        if kind is FileType.IMAGE:
            return partial(_read_scan, recognizer=self.recognizer)
        if kind is FileType.MAIL:  # in an archive: archives attached to it are not opened
            return partial(_read_mail, read_attached=self._read_member)
        return _READERS[kind]

    def _read_member(self, stream: BinaryIO, suffix: str, source: str) -> Iterator[Read]:
        kind = detect_file_type(stream, suffix, source)
        if kind is FileType.ZIP:
            raise build_nested_error(source)
        return _translate_errors(self._find_reader(kind), stream, source, kind)

    def _read_zip(self, stream: BinaryIO, source: str) -> Iterator[Read]:
        return read_members(stream, source, self._read_member)


def _translate_errors(
    reader: Reader, stream: BinaryIO, source: str, kind: FileType
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


def _read_pdf(stream: BinaryIO, source: str, recognizer: Recognizer) -> Iterator[Read]:
    from embeddings.reading.formats.pdf import read_pdf  # noqa: PLC0415 - few need it

    yield from read_pdf(stream, source, recognizer)


def _read_scan(stream: BinaryIO, source: str, recognizer: Recognizer) -> Iterator[Read]:
    from embeddings.reading.formats.scan import read_scan  # noqa: PLC0415 - few need it

    yield from read_scan(stream, source, recognizer)


def _read_mail(stream: BinaryIO, source: str, read_attached: ReadFile) -> Iterator[Read]:
    from embeddings.reading.formats.mail import read_mail  # noqa: PLC0415 - few need it

    yield from read_mail(stream, source, read_attached)


def _read_docx(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.docx import read_docx  # noqa: PLC0415 - few need it

    yield from read_docx(stream, source)


def _read_old_word(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.converted import read_old_word  # noqa: PLC0415 - few need it

    yield from read_old_word(stream, source)


def _read_old_presentation(stream: BinaryIO, source: str) -> Iterator[Read]:
    from embeddings.reading.formats.converted import (  # noqa: PLC0415 - few need it
        read_old_presentation,
    )

    yield from read_old_presentation(stream, source)


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


_READERS: dict[FileType, Reader] = {
    FileType.TEXT: read_text,
    FileType.MARKDOWN: _read_markdown,
    FileType.HTML: _read_html,
    FileType.DOCX: _read_docx,
    FileType.OLD_WORD: _read_old_word,
    FileType.OLD_PRESENTATION: _read_old_presentation,
    FileType.EPUB: _read_epub,
    FileType.SPREADSHEET: _read_spreadsheet,
    FileType.PRESENTATION: _read_presentation,
    FileType.JSON: read_json,
    FileType.JSON_LINES: read_json_lines,
    FileType.CSV: read_csv,
}
