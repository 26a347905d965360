"""A benchmark's corpus as a library and an index of the product: one article per document."""

import hashlib
import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import embeddings
from embeddings.documents import Article
from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.errors import IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.builder import Progress, build_index
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.index.index import Index
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.meaning.contents import Maker
from embeddings.meaning.deepening import ROUND, PassageEncoding, find_known, find_missing
from embeddings.meaning.meaning import Meaning
from embeddings.meaning.vector_store import VectorStore
from embeddings.passages import PassageSettings
from scripts.benchmarks.benchmark import Benchmark, Document
from service.answers.hits import Hit
from service.settings import Settings, Switch
from service.workspace.index_maintenance import load_analyzer
from service.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Collection:
    """An indexed corpus.

    Attributes:
        documents: passage key → id of its document.
    """

    library: Library
    snapshot: Snapshot
    documents: dict[int, str]

    @property
    def index(self) -> Index:
        """The index of the snapshot."""
        return self.snapshot.index

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the snapshot."""
        return self.snapshot.analyzer

    def documents_of_keys(self, found: Iterable[tuple[int, float]]) -> list[str]:
        """Return the documents of ranked passages, each at the rank of its best passage."""
        return list(dict.fromkeys(self.documents[key] for key, _ in found))

    def documents_of_hits(self, hits: Iterable[Hit]) -> list[str]:
        """Return the documents of ranked hits, each at the rank of its best passage."""
        return list(dict.fromkeys(hit.article.id for hit in hits))


@dataclass(frozen=True, slots=True)
class Encoders:
    """What a corpus is indexed with; without a transformer it is found by words alone."""

    analyzer: Analyzer
    transformer: Encoder | None = None

    @classmethod
    def load(cls, settings: Settings) -> "Encoders":
        """Load what ``settings`` name."""
        transformer = load_encoder(settings.encoder) if settings.meaning is Switch.ON else None
        return cls(load_analyzer(settings), transformer)


def open_collection(
    bench: Benchmark, folder: Path, encoders: Encoders, progress: Progress
) -> Collection:
    """Open the index in ``folder``; build it first if it is missing or of another corpus."""
    analyzer = encoders.analyzer
    library = Library(folder / "library.sqlite3")
    if library.passages.settings != analyzer.passages:
        library.chunk(analyzer.passages)
        library.use_chunking(analyzer.passages)
    deepener = encoders.transformer and _Deepener.open(folder, library, encoders.transformer)
    _fill(library, bench, analyzer.passages)
    index = _open_index(folder / "index", library, analyzer)
    index = index or build_index(folder / "index", library, analyzer, progress)
    keys = {
        stored.key: article.id
        for article, passages in library.passages.walk()
        for stored in passages
    }
    snapshot = Snapshot(index, analyzer)
    if deepener:
        snapshot = replace(snapshot, meaning=deepener.deepen(index, library, progress))
    return Collection(library, snapshot, keys)


@dataclass(frozen=True, slots=True)
class _Deepener:
    """Encodes a corpus with the transformer, but no text that was encoded before."""

    store: VectorStore
    known: CachingEncoder

    @classmethod
    def open(cls, folder: Path, library: Library, encoder: Encoder) -> "_Deepener":
        maker = Maker(encoder.name, encoder.fingerprint, "")
        store = VectorStore.open(folder / "meaning" / encoder.fingerprint, maker)
        return cls(store, CachingEncoder.of(encoder, store.vectors, library))

    def deepen(self, index: Index, library: Library, progress: Progress) -> Meaning:
        """Return the transformer's vectors of the whole index."""
        keys, store = index.vectors.keys, self.store
        for found in find_known(library, find_missing(keys, store.vectors.keys), self.known):
            store.add(*found)
        store.retain(keys, library.revision)
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            encoding = PassageEncoding(library, self.known.encoder, threads)
            while len(missing := find_missing(keys, store.vectors.keys)):
                store.add(*encoding.encode(missing[:ROUND]))
                progress(len(store.vectors), len(keys))
        return Meaning(self.known.encoder, store.vectors)


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
