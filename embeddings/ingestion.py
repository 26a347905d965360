"""Read files and store their articles in the library."""

import hashlib
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path, PurePath

from embeddings.documents import NOT_FILED, Article, Filing
from embeddings.errors import UnreadableFileError
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from embeddings.library.row_mapping import hash_reading
from embeddings.reading.discovery import find_files, find_outward_links
from embeddings.reading.folder_filing import FolderFiling
from embeddings.reading.recipes import get_recipe, list_former_recipes
from embeddings.reading.results import NOTHING, Extent, Read
from embeddings.reading.summary import ReadingSummary

Reader = Callable[[Path, str], Iterator[Read]]
"""Takes the path and the source name of a file; yields its articles and the parts that failed."""

Deleted = Mapping[str, str]
"""Reading hashes of deleted articles, by id."""

_BATCH = 500  # articles of a large file stored in one transaction


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be read.

    Attributes:
        path: where it is.
        source: its name in the library.
        filing: how its articles are filed; what it leaves open stays as it is.
    """

    path: Path
    source: str
    filing: Filing = NOT_FILED


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
        reason: why it or parts of it failed and what to do, or which file has the same content.
        extent: how much of it was read.
        retryable: whether another try may succeed although the file stays as it is.
    """

    source: str
    outcome: FileOutcome
    change: Change = field(default_factory=Change)
    reason: str = ""
    extent: Extent = NOTHING
    retryable: bool = False


def discover(library: Library, paths: Iterable[Path]) -> list[FoundFile]:
    """Return every file at or below ``paths`` with its name in the library.

    Raises:
        UnreadableFileError: one of the paths does not exist, or the description of a folder is not
            what it must be.
    """
    located = [pair for path in paths for pair in _find_files_with_root(path)]
    filings = {root: FolderFiling(root) for _, root in located}
    names: set[str] = set()
    found = []
    for path, root in located:
        source = derive_source_name(library, path, root, names)
        names.add(source)
        found.append(FoundFile(path, source, filings[root].find(path)))
    return found


def discover_outward_links(paths: Iterable[Path]) -> list[Path]:
    """Return the symbolic links below ``paths`` that ``discover`` skips: they lead out."""
    return [
        link
        for pattern in paths
        for path in _expand_pattern(pattern)
        for link in find_outward_links(path)
    ]


def store_file(
    library: Library, file: FoundFile, read: Reader, asked_at: float = math.inf
) -> FileReport:
    """Replace the stored articles of a file by its current ones; the report says if it failed.

    Articles deleted from it before ``asked_at``, in seconds since 1970, are restored.
    """
    return _store_and_report(library, file, read, asked_at)


def refresh_file(library: Library, file: FoundFile, read: Reader) -> FileReport:
    """Store the current articles of a file, but not those that were deleted and are unchanged."""
    return _store_and_report(library, file, read, 0)


def _store_and_report(
    library: Library, file: FoundFile, read: Reader, asked_at: float
) -> FileReport:
    try:
        return _store(library, file, read, asked_at)
    except UnreadableFileError as error:
        return FileReport(
            file.source, FileOutcome.FAILED, reason=str(error), retryable=error.retryable
        )
    except UnicodeEncodeError as error:
        reason = f"{file.source}: it contains lone surrogates, which are not text ({error.reason})"
        return FileReport(file.source, FileOutcome.FAILED, reason=reason)


def _store(library: Library, file: FoundFile, read: Reader, asked_at: float) -> FileReport:
    known = library.files.get(file.source)
    filing = file.filing.complete(known.filing if known else NOT_FILED)
    stored = StoredFile(file.source, make_readable(file.path), hash_file(file), filing=filing)
    find_deleted = library.files.find_deleted_articles
    is_complete = find_deleted(file.source) == find_deleted(file.source, asked_at)
    if known and _says_the_same(known, stored) and is_complete:
        if known.origin != stored.origin:
            library.note_read(replace(stored, same_as=known.same_as))
        reason = _describe_same(known.same_as)
        return FileReport(file.source, FileOutcome.UNCHANGED, reason=reason)
    same = library.files.find_by_content(stored.content_hash)
    if same and _holds(library, same, stored):
        change = library.note_same(replace(stored, same_as=same.source))
        return FileReport(file.source, FileOutcome.SAME, change, _describe_same(same.source))
    summary = ReadingSummary()
    articles = summary.take(read(file.path, file.source))
    try:
        stored_change = _store_articles(library, stored, articles, asked_at)
    except UnreadableFileError as error:  # what was told of its parts tells why
        reason = " ".join(filter(None, (error.reason, summary.describe())))
        raise UnreadableFileError(error.source, reason, retryable=error.retryable) from error
    if stored_change is None:
        raise UnreadableFileError(file.source, summary.describe() or "there is no article in it.")
    outcome = FileOutcome.STORED if stored_change else FileOutcome.UNCHANGED
    return FileReport(file.source, outcome, stored_change, summary.describe(), summary.extent)


def _holds(library: Library, same: StoredFile, file: StoredFile) -> bool:
    """Return whether a file of the same content holds the articles of another one, too."""
    is_other = same.source != file.source and not library.files.find_deleted_articles(same.source)
    return is_other and (not file.filing.is_fixed or same.filing == file.filing)


def _says_the_same(known: StoredFile, now: StoredFile) -> bool:
    """Return whether a file has the content and the filing that are stored."""
    return (known.content_hash, known.filing) == (now.content_hash, now.filing)


def _store_articles(
    library: Library, file: StoredFile, articles: Iterator[Article], asked_at: float
) -> Change | None:
    """Store the articles in batches; if reading fails, the batches stored so far remain.

    Returns None, and changes nothing, if there are no articles.
    """
    batch = list(islice(articles, _BATCH))
    if not batch:
        return None
    change, ids = Change(), set[str]()
    while batch:
        # Read for each batch: articles may be deleted while the file is being stored.
        deleted = library.files.find_deleted_articles(file.source, asked_at)
        kept = [
            _file(article, file) for article in batch if not _is_deleted(article, library, deleted)
        ]
        change += library.add(file, kept)
        ids.update(article.id for article in kept)
        batch = list(islice(articles, _BATCH))
    return change + library.finish(file, ids)


def _file(article: Article, file: StoredFile) -> Article:
    """Return an article filed as its file is, where it does not say itself where it belongs."""
    own = article.source if article.source != file.source else ""
    return replace(
        article,
        source=own or file.filing.source or file.source,
        collection=(not file.filing.is_fixed and article.collection) or file.filing.collection,
    )


def _is_deleted(article: Article, library: Library, deleted: Deleted) -> bool:
    """Return whether an article was deleted. Compares contents: an inherited one has another id."""
    matches = deleted and hash_reading(article) in deleted.values()
    return bool(matches) and library.articles.get(article.id) is None


def derive_source_name(library: Library, path: Path, root: Path, taken: Iterable[str] = ()) -> str:
    """Return the name in the library of the file at ``path``.

    It is the path relative to ``root``. If another existing file already has that name, parent
    folders are prepended until the two differ.
    """
    origin = make_readable(path)
    known = library.files.find_by_origin(origin)
    if known:
        return known.source
    parts = PurePath(origin).parts
    shortest = len(path.relative_to(root).parts)
    for length in range(shortest, len(parts) + 1):
        name = "/".join(parts[-length:])
        other = library.files.get(name)
        is_free = other is None or (other.origin and not Path(other.origin).exists())
        if is_free and name not in taken:
            return name
    return origin


def _find_files_with_root(pattern: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file with the folder that its name is relative to."""
    for path in _expand_pattern(pattern):
        root = path if path.is_dir() else path.parent
        yield from ((file, root) for file in find_files(path))


def _expand_pattern(pattern: Path) -> list[Path]:
    """Return the paths that match; ``pattern`` itself if it exists or nothing matches."""
    pattern = pattern.absolute()
    root = Path(pattern.anchor)
    matched = [] if pattern.exists() else sorted(root.glob(str(pattern.relative_to(root))))
    return matched or [pattern]


def make_readable(path: Path) -> str:
    """Return the path as text; names from old archives are often GB18030, not UTF-8."""
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def hash_file(file: FoundFile) -> str:
    """Return the hash of a file's bytes and of how they are read.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    return _hash(file, get_recipe(file.source))


def reads_differently(file: FoundFile, known: str) -> bool:
    """Return whether ``known`` is the hash that an earlier version gave the very same file.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    return any(_hash(file, former) == known for former in list_former_recipes(file.source))


def _hash(file: FoundFile, person: bytes) -> str:
    try:
        with file.path.open("rb") as opened:
            new = partial(hashlib.blake2b, digest_size=16, person=person)
            return hashlib.file_digest(opened, new).hexdigest()
    except OSError as error:
        reason = (
            f"the file cannot be opened ({error.strerror}). Check that it exists and is readable."
        )
        raise UnreadableFileError(file.source, reason, retryable=True) from error


def _describe_same(source: str) -> str:
    return f"same as {source}" if source else ""
