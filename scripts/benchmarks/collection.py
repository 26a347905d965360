"""A benchmark's corpus as a library and an index of the product: one article per document."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import embeddings
from embeddings.documents import Article
from embeddings.errors import IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.builder import Progress, build_index
from embeddings.index.index import Index
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.passages import PassageSettings
from scripts.benchmarks.benchmark import Benchmark, Document
from service.answers.hits import Hit


@dataclass(frozen=True, slots=True)
class Collection:
    """An indexed corpus.

    Attributes:
        documents: passage key → id of its document.
    """

    library: Library
    index: Index
    analyzer: Analyzer
    documents: dict[int, str]

    def documents_of_keys(self, found: Iterable[tuple[int, float]]) -> list[str]:
        """Return the documents of ranked passages, each at the rank of its best passage."""
        return list(dict.fromkeys(self.documents[key] for key, _ in found))

    def documents_of_hits(self, hits: Iterable[Hit]) -> list[str]:
        """Return the documents of ranked hits, each at the rank of its best passage."""
        return list(dict.fromkeys(hit.article.id for hit in hits))


def open_collection(
    bench: Benchmark, folder: Path, analyzer: Analyzer, progress: Progress
) -> Collection:
    """Open the index in ``folder``; build it first if it is missing or of another corpus."""
    library = Library(folder / "library.sqlite3")
    if library.passages.settings != analyzer.passages:
        library.chunk(analyzer.passages)
        library.use_chunking(analyzer.passages)
    _fill(library, bench, analyzer.passages)
    index = _open_index(folder / "index", library, analyzer)
    index = index or build_index(folder / "index", library, analyzer, progress)
    keys = {
        stored.key: article.id
        for article, passages in library.passages.walk()
        for stored in passages
    }
    return Collection(library, index, analyzer, keys)


def _open_index(folder: Path, library: Library, analyzer: Analyzer) -> Index | None:
    try:
        index = Index.open(folder, analyzer.recipe)
    except IndexMismatchError:
        return None
    return index if index.manifest.revision == library.revision else None


def _fill(library: Library, bench: Benchmark, settings: PassageSettings) -> None:
    """Store the corpus as one file, unless the library holds it already."""
    file = StoredFile(bench.name, "", _digest(bench, settings))
    if library.files.get(bench.name) == file:
        return
    library.replace(Contents(file, [_article(bench, one) for one in bench.documents]))


def _article(bench: Benchmark, document: Document) -> Article:
    return Article(document.id, bench.name, document.title, "", "", document.text)


def _digest(bench: Benchmark, settings: PassageSettings) -> str:
    """Hash everything the index depends on: corpus, settings and the code itself."""
    parts = [asdict(settings), [asdict(document) for document in bench.documents]]
    digest = hashlib.blake2b(json.dumps(parts).encode(), digest_size=16)
    for path in sorted(Path(embeddings.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
