"""From files to articles in the library: the composing function of this package."""

import hashlib
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path, PurePath

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from embeddings.library.row_mapping import hash_reading
from embeddings.reading.discovery import find_files, find_outward_links
from embeddings.reading.results import PartFailure, Read

Reader = Callable[[Path, str], Iterator[Read]]
"""Yields the articles of the file at a path, which is known by a name, and what of it failed."""

Deleted = Mapping[str, str]
"""Reading hashes of deleted articles, by id."""

_BATCH = 500  # articles of a large file that are stored together
_NAMED = 5  # parts of a file that are named when they fail


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be read.

    Attributes:
        path: where it is.
        source: the name it is, or is to be, known by.
    """

    path: Path
    source: str


class FileOutcome(StrEnum):
    """What became of a file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    SAME = "same"
    DELETED = "deleted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        reason: why it, or parts of it, failed and what to do, or which file has the same content.
    """

    source: str
    outcome: FileOutcome
    change: Change = field(default_factory=Change)
    reason: str = ""


def discover(library: Library, paths: Iterable[Path]) -> list[FoundFile]:
    """Return every file at or below ``paths`` with the name it is, or is to be, known by.

    Raises:
        UnreadableFileError: nothing lies at one of the paths.
    """
    given = [(path, root) for one in paths for path, root in _files(one)]
    names: set[str] = set()
    found = []
    for path, root in given:
        source = derive_source_name(library, path, root, names)
        names.add(source)
        found.append(FoundFile(path, source))
    return found


def outward_links(paths: Iterable[Path]) -> list[Path]:
    """Return the symbolic links below ``paths`` that ``find`` passes over: they lead out."""
    return [link for one in paths for path in _matches(one) for link in find_outward_links(path)]


def store_file(
    library: Library, file: FoundFile, read: Reader, asked_at: float = math.inf
) -> FileReport:
    """Store what a file holds now, in place of what it held; its failure is part of the report.

    What was deleted from it before ``asked_at``, in seconds since 1970, comes back.
    """
    return _reported(library, file, read, asked_at)


def refresh_file(library: Library, file: FoundFile, read: Reader) -> FileReport:
    """Store what a file holds now, without what was deleted from it and reads as it did then."""
    return _reported(library, file, read, 0)


def _reported(library: Library, file: FoundFile, read: Reader, asked_at: float) -> FileReport:
    try:
        return _store(library, file, read, asked_at)
    except UnreadableFileError as error:
        return FileReport(file.source, FileOutcome.FAILED, reason=str(error))
    except UnicodeEncodeError as error:
        reason = f"{file.source}: it holds halves of characters, which are no text ({error.reason})"
        return FileReport(file.source, FileOutcome.FAILED, reason=reason)


def _store(library: Library, file: FoundFile, read: Reader, asked_at: float) -> FileReport:
    stored = StoredFile(file.source, make_readable(file.path), hash_file(file))
    known = library.files.get(file.source)
    deleted = library.files.deleted_articles
    is_complete = deleted(file.source) == deleted(file.source, asked_at)
    if known and known.content_hash == stored.content_hash and is_complete:
        if known.origin != stored.origin:
            library.note_read(
                StoredFile(stored.source, stored.origin, known.content_hash, known.same_as)
            )
        return FileReport(file.source, FileOutcome.UNCHANGED, reason=_same_as(known.same_as))
    same = library.files.with_content(stored.content_hash)
    if same and same.source != file.source and not library.files.deleted_articles(same.source):
        change = library.note_same(
            StoredFile(stored.source, stored.origin, stored.content_hash, same.source)
        )
        return FileReport(file.source, FileOutcome.SAME, change, _same_as(same.source))
    failures: list[PartFailure] = []
    articles = _articles(read(file.path, file.source), failures)
    stored_change = _store_articles(library, stored, articles, asked_at)
    if stored_change is None:
        raise UnreadableFileError(file.source, _told(failures) or "there is no article in it.")
    outcome = FileOutcome.STORED if stored_change else FileOutcome.UNCHANGED
    return FileReport(file.source, outcome, stored_change, _told(failures))


def _articles(reads: Iterator[Read], failures: list[PartFailure]) -> Iterator[Article]:
    """Yield the articles; note the parts that are none."""
    for one in reads:
        if isinstance(one, PartFailure):
            failures.append(one)
        else:
            yield one


def _store_articles(
    library: Library, file: StoredFile, articles: Iterator[Article], asked_at: float
) -> Change | None:
    """Store the articles a batch at a time; a failure leaves what was stored before.

    Returns None when there are none: then nothing is changed.
    """
    batch = list(islice(articles, _BATCH))
    if not batch:
        return None
    change, ids = Change(), set[str]()
    while batch:
        left_out = library.files.deleted_articles(file.source, asked_at)  # some just now, perhaps
        wanted = [one for one in batch if not _is_left_out(one, library, left_out)]
        change += library.add(file, wanted)
        ids.update(article.id for article in wanted)
        batch = list(islice(articles, _BATCH))
    return change + library.finish(file, ids)


def _is_left_out(article: Article, library: Library, left_out: Deleted) -> bool:
    """Tell whether an article was deleted. Its id may differ: the file may have inherited it."""
    known = left_out and hash_reading(article) in left_out.values()
    return bool(known) and library.articles.get(article.id) is None


def _told(failures: Sequence[PartFailure]) -> str:
    """Return what failed of a file, in sentences; a few parts are named."""
    named = [f"{one.part}: {one.reason}" for one in failures[:_NAMED]]
    more = len(failures) - len(named)
    return " ".join([*named, f"{more} more parts could not be read."] if more else named)


def derive_source_name(library: Library, path: Path, root: Path, taken: Iterable[str] = ()) -> str:
    """Return the name that the file at ``path`` is known by.

    It is the path below the folder that was given. Where another file that still exists has that
    name already, as many of the folders above are put before it as tell the two apart.
    """
    origin = make_readable(path)
    known = library.files.read_from(origin)
    if known:
        return known.source
    parts = PurePath(origin).parts
    shortest = len(path.relative_to(root).parts)
    for length in range(shortest, len(parts) + 1):
        name = "/".join(parts[-length:])
        other = library.files.get(name)
        free = other is None or (other.origin and not Path(other.origin).exists())
        if free and name not in taken:
            return name
    return origin


def _files(given: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file with the folder that its name starts below; ``given`` may be a pattern."""
    for one in _matches(given):
        root = one if one.is_dir() else one.parent
        yield from ((path, root) for path in find_files(one))


def _matches(given: Path) -> list[Path]:
    given = given.absolute()
    root = Path(given.anchor)
    matched = [] if given.exists() else sorted(root.glob(str(given.relative_to(root))))
    return matched or [given]


def make_readable(path: Path) -> str:
    """Return the path as text; names from old archives are often GB18030, not UTF-8."""
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def hash_file(file: FoundFile) -> str:
    """Return the hash of a file's bytes.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        reason = (
            f"the file cannot be opened ({error.strerror}). Check that it exists and may be read."
        )
        raise UnreadableFileError(file.source, reason) from error


def _same_as(source: str) -> str:
    return f"same as {source}" if source else ""
