"""From files to an up-to-date library: the composing function of this package."""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from embeddings.errors import UnreadableFileError
from embeddings.library import Contents, Library, StoredFile
from embeddings.nouns import Article
from embeddings.passages import PassageSettings, split_passages
from embeddings.reading.files import find_files
from embeddings.reading.results import PartFailure
from embeddings.reading.sandbox import Sandbox

FileProgress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class IndexingReport:
    """What became of the files of one run."""

    stored: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[UnreadableFileError, ...]


def store_files(
    library: Library, paths: Iterable[Path], settings: PassageSettings, progress: FileProgress
) -> IndexingReport:
    """Store every file at or below ``paths``; one that cannot be read never stops the others."""
    files = [(path, root) for given in paths for path, root in _files(given)]
    stored: list[str] = []
    unchanged: list[str] = []
    failures: list[UnreadableFileError] = []
    with Sandbox() as sandbox:
        for done, (path, root) in enumerate(files):
            source = source_name(library, path, root)
            progress(done, len(files), source)
            try:
                articles = _articles(sandbox, path, source, failures)
                changed = _store(library, articles, source, _readable(path), settings)
                (stored if changed else unchanged).append(source)
            except UnreadableFileError as error:
                failures.append(error)
    progress(len(files), len(files), "")
    return IndexingReport(tuple(stored), tuple(unchanged), tuple(failures))


def store_passages(library: Library, settings: PassageSettings) -> None:
    """Cut every article of the library anew."""
    cut = (passage for one in library.articles() for passage in split_passages(one, settings))
    library.replace_all_passages(cut, settings)


def source_name(library: Library, path: Path, root: Path) -> str:
    """Return the name that the file at ``path`` is known by.

    It is the path below the folder that was given. Where another file that still exists has that
    name already, as many of the folders above are put before it as tell the two apart.
    """
    origin = _readable(path)
    known = library.file_from(origin)
    if known:
        return known.source
    parts = PurePath(origin).parts
    shortest = len(path.relative_to(root).parts)
    for length in range(shortest, len(parts) + 1):
        name = "/".join(parts[-length:])
        other = library.file(name)
        if other is None or not Path(other.origin).exists():
            return name
    return origin


def _files(given: Path) -> Iterable[tuple[Path, Path]]:
    """Yield each file with the folder that its name starts below."""
    given = given.absolute()
    root = given if given.is_dir() else given.parent
    return ((path, root) for path in find_files(given))


def _readable(path: Path) -> str:
    """Return the path as text; names from old archives are often GB18030, not UTF-8."""
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _articles(
    sandbox: Sandbox, path: Path, source: str, failures: list[UnreadableFileError]
) -> list[Article]:
    """Return the articles of a file; parts of it that cannot be read are added to ``failures``."""
    articles: list[Article] = []
    for one in sandbox.read(path, source):
        if isinstance(one, PartFailure):
            failures.append(UnreadableFileError(f"{source} {one.part}", one.reason))
        else:
            articles.append(
                replace(one, source=source)
            )  # by it the library finds a file's articles
    return articles


def _store(
    library: Library, articles: list[Article], source: str, origin: str, settings: PassageSettings
) -> bool:
    """Store a file's articles unless they are as they were; return whether they were stored."""
    digest = hashlib.blake2b(repr(articles).encode("utf-8", "replace"), digest_size=16).hexdigest()
    known = library.file(source)
    if known and known.content_hash == digest:
        return False
    cut = tuple((article, split_passages(article, settings)) for article in articles)
    library.replace(Contents(StoredFile(source, origin, digest), cut))
    return True
