"""From files to an up-to-date library: the composing function of this package."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from embeddings.articles import split_articles
from embeddings.errors import UnreadableFileError
from embeddings.library import Contents, Library
from embeddings.nouns import Page
from embeddings.passages import PassageSettings, split_passages
from embeddings.readers import find_files, read_page

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
    files = [(path, source) for given in paths for path, source in _sources(given)]
    stored: list[str] = []
    unchanged: list[str] = []
    failures: list[UnreadableFileError] = []
    for done, (path, source) in enumerate(files):
        progress(done, len(files), source)
        try:
            changed = _store(library, read_page(path, source), settings)
            (stored if changed else unchanged).append(source)
        except UnreadableFileError as error:
            failures.append(error)
    progress(len(files), len(files), "")
    return IndexingReport(tuple(stored), tuple(unchanged), tuple(failures))


def store_passages(library: Library, settings: PassageSettings) -> None:
    """Cut every article of the library anew."""
    library.replace_all_passages(
        passage for article in library.articles() for passage in split_passages(article, settings)
    )


def _sources(given: Path) -> Iterable[tuple[Path, str]]:
    """Yield each file with the name it is known by: its path below the folder that was given."""
    root = given if given.is_dir() else given.parent
    for path in find_files(given):
        yield path, path.relative_to(root).as_posix()


def _store(library: Library, page: Page, settings: PassageSettings) -> bool:
    digest = hashlib.blake2b(page.text.encode(), digest_size=16).hexdigest()
    if library.content_hash(page.source) == digest:
        return False
    articles = tuple(
        (article, split_passages(article, settings)) for article in split_articles(page)
    )
    if not articles:
        raise UnreadableFileError(page.source, "holds nothing but page furniture; nothing to index")
    library.replace(Contents(page.source, digest, articles))
    return True
