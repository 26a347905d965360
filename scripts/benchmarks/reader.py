"""Read benchmarks from a folder of JSON lines, compressed or not.

A benchmark is ``<name>.corpus.jsonl.gz`` {id, title, text}, ``<name>.queries.jsonl.gz`` {id, text}
and ``<name>.qrels.jsonl.gz`` {query, doc}; each may be a plain ``.jsonl`` file instead.
"""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from embeddings.errors import UnreadableFileError, WenbaoError
from scripts.benchmarks.benchmark import Benchmark, Document, Query

_FILE = re.compile(r"(?P<name>.+)\.(corpus|queries|qrels)\.jsonl(\.gz)?")


def benchmark_names(folder: Path, wanted: Sequence[str] = ()) -> list[str]:
    """Return the names in ``wanted``, or those of all benchmarks in ``folder`` if it is empty.

    Raises:
        WenbaoError: the folder has no benchmark, or lacks one of ``wanted``.
    """
    files = (_FILE.fullmatch(path.name) for path in folder.glob("*"))
    names = sorted({file["name"] for file in files if file})
    if not names:
        raise WenbaoError(f"no bench in {folder}; expected files such as <name>.corpus.jsonl.gz")
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise WenbaoError(f"{folder} has no bench {', '.join(unknown)}; it has {', '.join(names)}")
    return list(dict.fromkeys(wanted)) or names


def read_benchmark(folder: Path, name: str) -> Benchmark:
    """Read one benchmark, without the queries that have no right document.

    Raises:
        UnreadableFileError: a file is missing or malformed.
    """
    documents = _documents(_path(folder, name, "corpus"))
    qrels = _path(folder, name, "qrels")
    right = _right(qrels, {document.id for document in documents})
    path = _path(folder, name, "queries")
    rows = zip(_rows(path, ("id", "text")), _answers(path), strict=True)
    queries = tuple(Query(key, text, right[key], a) for (key, text), a in rows if key in right)
    if not queries:
        raise UnreadableFileError(str(qrels), "has no line for any of the bench's queries")
    return Benchmark(name, documents, queries)


def read_text(folder: Path, name: str, part: str) -> str:
    """Return the text of one of a benchmark's files: "corpus", "queries" or "qrels"."""
    return _text(_path(folder, name, part))


def _path(folder: Path, name: str, part: str) -> Path:
    compressed = folder / f"{name}.{part}.jsonl.gz"
    found = [path for path in (compressed, compressed.with_suffix("")) if path.is_file()]
    if not found:
        reason = "is missing (or without .gz); a bench has corpus, queries and qrels"
        raise UnreadableFileError(str(compressed), reason)
    return found[0]


def _documents(path: Path) -> tuple[Document, ...]:
    documents = tuple(Document(*row) for row in _rows(path, ("id", "title", "text")))
    repeated = _repeated(document.id for document in documents)
    if repeated:
        raise UnreadableFileError(str(path), f"has more than one document of id {repeated[0]}")
    return documents


def _repeated(ids: Iterable[str]) -> list[str]:
    return [each for each, count in Counter(ids).items() if count > 1]


def _right(path: Path, documents: set[str]) -> dict[str, frozenset[str]]:
    right: dict[str, frozenset[str]] = {}
    for query, document in _rows(path, ("query", "doc")):
        if document not in documents:
            raise UnreadableFileError(str(path), f"names document {document}, not in the corpus")
        right[query] = right.get(query, frozenset()) | {document}
    return right


def _answers(path: Path) -> list[tuple[str, ...]]:
    """Return the accepted answers of every query; () for a line without "answers"."""
    lines = (line for line in _text(path).split("\n") if line.strip())
    return [tuple(map(str, json.loads(line).get("answers") or ())) for line in lines]


def _rows(path: Path, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the named fields of every line as strings."""
    lines = _text(path).split("\n")
    return [_row(path, n, line, fields) for n, line in enumerate(lines, 1) if line.strip()]


def _row(path: Path, number: int, line: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    try:
        values = json.loads(line)
        return tuple(str(values[field]) for field in fields)
    except (ValueError, KeyError, TypeError) as error:
        reason = f"line {number} must be a JSON object with {', '.join(fields)} ({error!r})"
        raise UnreadableFileError(str(path), reason) from error


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UnreadableFileError(str(path), f"cannot be read as UTF-8 text ({error})") from error
