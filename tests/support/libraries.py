"""Libraries for tests: small articles, split into passages of about one sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FoundFile
from embeddings.library.library import Library
from embeddings.library.records import Change, Contents, StoredFile
from embeddings.passages import PassageSettings

SHORT = PassageSettings(minimum=4, maximum=6, overlap=0)


def cut_library(path: Path, settings: PassageSettings = SHORT) -> Library:
    """Return the library at ``path``; its articles are cut with ``settings``."""
    library = Library(path)
    library.chunk(settings)
    library.use_chunking(settings)
    return library


def article(name: str, text: str = "第一段。第二段。", source: str = "a.txt") -> Article:
    return Article(name, source, f"标题{name}", "", "", text)


def put(library: Library, source: str, digest: str, articles: Iterable[Article]) -> Change:
    """Store what a file holds: a file of the path ``/pages/<source>``."""
    file = StoredFile(source, f"/pages/{source}", digest)
    return library.replace(Contents(file, list(articles)))


def put_copy(library: Library, source: str, digest: str, of: str) -> Change:
    """Note a file of the same content as the file ``of``."""
    return library.note_same(StoredFile(source, f"/pages/{source}", digest, of))


def keys(library: Library, settings: PassageSettings = SHORT) -> list[int]:
    found: list[int] = library.passages.keys(settings).tolist()
    return found


def texts(library: Library) -> dict[str, list[str]]:
    """Return the texts of all articles by the file that holds them."""
    found: dict[str, list[str]] = {}
    for item in library.articles.page():
        found.setdefault(library.files.of_article(item.id) or "", []).append(item.text)
    return {file: sorted(many) for file, many in found.items()}


def read_lines(path: Path, source: str) -> Iterator[Article]:
    """Read a file with one article a line; the line number is part of the id."""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line == "坏":
            raise UnreadableFileError(source, "a line is broken")
        yield replace(article(f"{source}:{n:04}", line, source), title=f"第{n}条")


def write_lines(folder: Path, name: str, *lines: str) -> FoundFile:
    """Write a file for ``read_lines`` and return it."""
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return FoundFile(path, name)
