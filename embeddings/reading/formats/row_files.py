"""Read the rows of JSON lines, JSON arrays and CSV files as streams."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.encodings import decode, detect_encoding
from embeddings.reading.formats.columns import find_column, find_columns
from embeddings.reading.formats.rows import Row, build_articles, describe_length_limit
from embeddings.reading.limits import MOST_JSON_BYTES, MOST_ROW_CHARACTERS
from embeddings.reading.results import Read

_SAMPLE = 1_000_000  # bytes from which the encoding is detected
_LONGEST_LINE = 2 * MOST_ROW_CHARACTERS  # of JSON, where a character may be written as \u6587
_MOST_TITLES = 10  # lines at the top among which the names of the columns are looked for
_MOST_NAMES, _LONGEST_NAME = 12, 30  # shown in an error
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
        head = list(islice(lines, _MOST_TITLES))
        header, delimiter, names = _detect_columns(head)
        if "text" not in find_columns(names):
            raise UnreadableFileError(
                source,
                "no column is named text (or content, body, 正文)."
                f" Row {header + 1} names {_list_names(names)}."
                " Name the columns in the first row.",
            )
        rest = csv.reader(chain(head[header + 1 :], lines), delimiter=delimiter)
        yield from build_articles(_parse_csv_rows(rest, names, header + 1), source)


def _list_names(names: Sequence[str]) -> str:
    shown = [name.strip()[:_LONGEST_NAME] for name in names[:_MOST_NAMES] if name.strip()]
    return ", ".join(shown) or "nothing"


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


def _parse_csv_rows(reader: Iterator[list[str]], names: list[str], number: int) -> Iterator[Row]:
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


def _detect_columns(lines: Sequence[str]) -> tuple[int, str, list[str]]:
    """Return which line names the columns, the delimiter, and the names.

    It is the first that names a column for the text, below titles of the table; else the first.
    """
    for place, line in enumerate(lines):
        delimiter, names = _split_header(line)
        if "text" in find_columns(names):
            return place, delimiter, names
    return 0, *_split_header(lines[0] if lines else "")


def _split_header(line: str) -> tuple[str, list[str]]:
    """Return the delimiter that yields the most known column names, and the names."""
    split = {mark: next(csv.reader([line], delimiter=mark), []) for mark in _DELIMITERS}

    def count_known(mark: str) -> int:
        return sum(bool(find_column(name)) for name in split[mark])

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
