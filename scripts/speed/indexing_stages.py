"""Index a file of articles step by step, by the product's own steps, and time each.

    python -m scripts.speed.indexing_stages ARTICLES FOLDER

Runs in a process of its own, so that its memory is that of indexing alone; it prints one JSON
object. Between the steps nothing but one batch is kept, as when the product indexes.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.documents import Article
from embeddings.duplicates.minhash import compute_bands
from embeddings.encoding.encoder import load_encoder
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import TERMS, VECTORS, read_indexed_texts
from embeddings.index.lexical_index import LexicalWriter
from embeddings.index.vector_index import VectorIndex
from embeddings.library.library import Library
from embeddings.library.records import StoredFile
from embeddings.passages import PassageSettings, split_passages
from embeddings.reading.read import read
from embeddings.text.terms import load_segmenter
from scripts.speed.processes import measure_folder

READ, CHUNK, LINKS, SQLITE = "read, clean", "chunk", "links: signatures", "SQLite, links"
TEXTS, SEGMENT, TANTIVY, ENCODE, FAISS = "texts, fold", "segment", "tantivy", "encode", "FAISS"
STAGES = (READ, CHUNK, LINKS, SQLITE, TEXTS, SEGMENT, TANTIVY, ENCODE, FAISS)
_ARTICLES, _PASSAGES = 500, 2048  # in a batch


class StageClock:
    """Adds up wall-clock and processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds = {stage: [0.0, 0.0] for stage in STAGES}

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Count the block for a stage."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        spent = self.seconds[stage]
        spent[0] += time.perf_counter() - wall
        spent[1] += time.process_time() - processor


def index_by_stages(articles: Path, folder: Path) -> dict[str, object]:
    """Index everything; return the seconds of the stages, and sizes."""
    settings = PassageSettings()
    analyzer = Analyzer(load_segmenter(()), load_encoder(), settings)
    analyzer.segmenter.words("问报")  # what is loaded on first use belongs to no stage
    compute_bands("问报")
    clock = StageClock()
    library = Library(folder / "library.sqlite3")
    library.chunk(settings)
    library.use_chunking(settings)
    _store(articles, library, settings, clock)
    passages = _index(library, analyzer, folder, clock)
    clock.seconds[SQLITE] = _without(clock.seconds, SQLITE, (CHUNK, LINKS))
    return {
        "stages": clock.seconds,
        "passages": passages,
        "peak_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "disk_bytes": measure_folder(folder),
    }


def _store(path: Path, library: Library, settings: PassageSettings, clock: StageClock) -> None:
    file = StoredFile(path.name, "", "")
    reads = read(path, path.name)
    while True:
        with clock.timing(READ):
            found = (each for each in reads if isinstance(each, Article))
            batch = list(islice(found, _ARTICLES))
        if not batch:
            break
        with clock.timing(CHUNK):
            for article in batch:
                split_passages(article, settings)
        with clock.timing(LINKS):
            for article in batch:
                compute_bands(article.text)
        with clock.timing(SQLITE):
            library.add(file, batch)


def _index(library: Library, analyzer: Analyzer, folder: Path, clock: StageClock) -> int:
    keys = library.passages.keys(analyzer.passages)
    writer = LexicalWriter(folder / TERMS)
    rows = read_indexed_texts(library, keys)
    vectors = [np.zeros((0, analyzer.encoder.dimension), np.float32)]
    while True:
        with clock.timing(TEXTS):
            batch = list(islice(rows, _PASSAGES))
        if not batch:
            break
        with clock.timing(SEGMENT):
            terms = analyzer.segmenter.join_terms([text for _, text in batch])
        with clock.timing(TANTIVY):
            for (key, _), each in zip(batch, terms, strict=True):
                writer.add(key, each)
        with clock.timing(ENCODE):
            vectors.append(analyzer.encoder.encode_passages([text for _, text in batch]))
    with clock.timing(TANTIVY):
        writer.finish()
    with clock.timing(FAISS):
        (folder / VECTORS).mkdir()
        VectorIndex.from_vectors(keys, np.concatenate(vectors)).save(folder / VECTORS)
    return len(keys)


def _without(seconds: dict[str, list[float]], stage: str, inner: tuple[str, ...]) -> list[float]:
    """Return the seconds of a stage without those of the stages that it contains."""
    totals = zip(seconds[stage], *(seconds[each] for each in inner), strict=True)
    return [max(0.0, whole - sum(parts)) for whole, *parts in totals]


if __name__ == "__main__":
    print(json.dumps(index_by_stages(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
