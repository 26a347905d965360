"""Read the rows of JSON lines, JSON arrays and CSV files as streams."""

import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.encodings import decode, detect_encoding
from embeddings.reading.formats.rows import COLUMNS, Row, build_articles, describe_length_limit
from embeddings.reading.limits import MOST_JSON_BYTES, MOST_ROW_CHARACTERS
from embeddings.reading.results import Read

_SAMPLE = 1_000_000  # bytes from which the encoding is detected
_LONGEST_LINE = 2 * MOST_ROW_CHARACTERS  # of JSON, where a character may be written as \u6587
_DELIMITERS = ",\t;|，"
_NOT_JSON = "it is not JSON ({}). Each line must be one object in braces."


def read_json_lines(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield for each line an article, or a failure.

    Raises:
        UnreadableFileError: there are no rows, or the encoding is unknown.
    """
    if _starts_with_array(stream):
        yield from read_json(stream, source)
    else:
        with _open_text(stream, source) as text:
            yield from build_articles(_parse_json_rows(text), source)


def read_json(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield an article for each element of a JSON array, for a single object, or for each line.

    Raises:
        UnreadableFileError: it is none of these, or too big.
    """
    data = stream.read(MOST_JSON_BYTES + 1)
    if len(data) > MOST_JSON_BYTES:
        most = f"{MOST_JSON_BYTES:,} bytes"
        reason = f"a JSON array of more than {most}. Save one object per line (JSONL)."
        raise UnreadableFileError(source, reason)
    text = decode(data, source)
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not text.lstrip().startswith("{") or "\n" not in text.strip():
            raise UnreadableFileError(
                source, f"it is not JSON ({error}). Save it again."
            ) from error
        rows = _parse_json_rows(io.StringIO(text))
    else:
        elements = parsed if isinstance(parsed, list) else [parsed]
        rows = (
            Row(number, _check_values(element)) for number, element in enumerate(elements, start=1)
        )
    yield from build_articles(rows, source)


def read_csv(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield for each row below the column names an article, or a failure.

    Raises:
        UnreadableFileError: there is no text column or no row, or the encoding is unknown.
    """
    csv.field_size_limit(MOST_ROW_CHARACTERS)
    with _open_text(stream, source) as text:
        lines = _read_lines(text)
        delimiter, names = _detect_columns(next(lines, ""))
        if "text" not in {COLUMNS.get(name.strip().lower()) for name in names}:
            raise UnreadableFileError(
                source,
                "no column is named text (or content, body, 正文)."
                " Name the columns in the first row.",
            )
        yield from build_articles(
            _parse_csv_rows(csv.reader(lines, delimiter=delimiter), names), source
        )


def _parse_json_rows(text: io.TextIOBase) -> Iterator[Row]:
    for number, line in enumerate(_read_lines(text), start=1):
        if line.isspace() or not line:
            continue
        if len(line) > _LONGEST_LINE:
            yield Row(number, describe_length_limit())
            continue
        try:
            yield Row(number, _check_values(json.loads(line)))
        except (ValueError, RecursionError) as error:
            yield Row(number, _NOT_JSON.format(error))


def _check_values(parsed: object) -> dict[str, object] | str:
    if isinstance(parsed, dict):
        return parsed
    return "it is not an object. Put title, text, date … in braces."


def _parse_csv_rows(reader: Iterator[list[str]], names: list[str]) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, f"it cannot be parsed ({error}). Check its quotation marks.")
            continue
        if any(map(str.strip, cells)):
            yield Row(number, _pair_cells(names, cells))


def _pair_cells(names: list[str], cells: list[str]) -> dict[str, object] | str:
    if len(cells) > len(names) and any(map(str.strip, cells[len(names) :])):
        return (
            f"it has {len(cells)} cells for {len(names)} columns."
            " Put cells that contain the delimiter into quotation marks."
        )
    return dict(zip(names, cells, strict=False))


def _detect_columns(header: str) -> tuple[str, list[str]]:
    """Return the delimiter that yields the most known column names, and the names."""
    split = {mark: next(csv.reader([header], delimiter=mark), []) for mark in _DELIMITERS}

    def count_known(mark: str) -> int:
        return sum(name.strip().lower() in COLUMNS for name in split[mark])

    best = max(_DELIMITERS, key=lambda mark: (count_known(mark), len(split[mark])))
    return best, split[best]


def _starts_with_array(stream: BinaryIO) -> bool:
    head = stream.read(_SAMPLE).lstrip(b"\xef\xbb\xbf \t\r\n")
    stream.seek(0)
    return head.startswith(b"[")


def _open_text(stream: BinaryIO, source: str) -> io.TextIOWrapper:
    """Return the stream as text in the encoding detected from its start."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    encoding = detect_encoding(whole, source)
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")


def _read_lines(text: io.TextIOBase) -> Iterator[str]:
    """Yield the lines; one that is too long is truncated, but still too long to be accepted."""
    while line := text.readline(_LONGEST_LINE + 1):
        yield line
        while len(line) > _LONGEST_LINE and not line.endswith("\n"):
            line = text.readline(_LONGEST_LINE + 1)
