"""The searchable index: one immutable snapshot of lexical index and vector index."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder
from embeddings.errors import IndexMismatchError
from embeddings.lexical_index import LexicalIndex, LexicalWriter
from embeddings.library import Library
from embeddings.manifest import Manifest, Origin, Recipe, checksums
from embeddings.normalize import fold
from embeddings.nouns import Article, Passage
from embeddings.passages import PassageSettings, context
from embeddings.terms import Segmenter
from embeddings.vector_index import VectorIndex
from embeddings.vectors import FloatMatrix, FloatVector

Progress = Callable[[int, int], None]
_VECTORS = "vectors.faiss"
_TERMS = "terms"
_BATCH = 2048


@dataclass(frozen=True, slots=True)
class Tools:
    """What turns passages into what an index holds; the same turn a question into a query.

    ``origin`` says where they can be had again, if that is known.
    """

    segmenter: Segmenter
    encoder: Encoder
    passages: PassageSettings
    origin: Origin | None = None

    def passage_vectors(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit vectors of passages, ``(n, dim)``."""
        return self.encoder.encode_passages([fold(text) for text in texts])

    def query_vector(self, query: str) -> FloatVector:
        """Return the unit vector of a query, ``(dim,)``."""
        vector: FloatVector = self.encoder.encode_queries([fold(query)])[0]
        return vector

    @property
    def recipe(self) -> Recipe:
        """What an index made with these tools must say of itself."""
        return Recipe(
            encoder=self.encoder.name,
            encoder_fingerprint=self.encoder.fingerprint,
            dimension=self.encoder.dimension,
            terms_fingerprint=self.segmenter.fingerprint,
            passages=self.passages,
        )


@dataclass(frozen=True, slots=True)
class Index:
    """A snapshot: it never changes, and a newer one takes its place whole."""

    lexical: LexicalIndex
    vectors: VectorIndex
    manifest: Manifest

    @classmethod
    def open(cls, folder: Path, recipe: Recipe, revision: int) -> "Index":
        """Open the index in ``folder``.

        Raises:
            IndexMismatchError: it is missing, damaged, or made from something else.
        """
        manifest = Manifest.read(folder)
        manifest.check(folder, recipe, revision)
        index = cls(LexicalIndex(folder / _TERMS), VectorIndex.load(folder / _VECTORS), manifest)
        if len(index.lexical) != len(index.vectors):
            raise IndexMismatchError(
                f"the index in {folder} has terms of {len(index.lexical)} passages, "
                f"but vectors of {len(index.vectors)}"
            )
        return index

    @classmethod
    def build(cls, folder: Path, library: Library, tools: Tools, progress: Progress) -> "Index":
        """Build the index of the whole library beside ``folder``, then put it in its place."""
        revision = library.revision
        beside = folder.with_name(folder.name + ".new")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        _write(beside, library, tools, progress)
        Manifest(tools.recipe, revision, checksums(beside), tools.origin).write(beside)
        _swap(beside, folder)
        return cls.open(folder, tools.recipe, revision)


def indexed_text(article: Article, passage: Passage) -> str:
    """Return the text that a passage is found by: its context, then itself."""
    return f"{context(article, passage)}\n{passage.text_in(article)}"


def _write(folder: Path, library: Library, tools: Tools, progress: Progress) -> None:
    """Write both indexes."""
    total = library.count_passages()
    keys = np.zeros(total, dtype=np.int64)
    vectors = np.zeros((total, tools.encoder.dimension), dtype=np.float32)
    lexical = LexicalWriter(folder / _TERMS)
    done = 0
    for batch in _batches(_indexed_texts(library)):
        rows = slice(done, done + len(batch))
        keys[rows] = [key for key, _ in batch]
        vectors[rows] = tools.passage_vectors([text for _, text in batch])
        for key, text in batch:
            lexical.add(key, tools.segmenter.terms(text))
        done += len(batch)
        progress(done, total)
    lexical.finish()
    VectorIndex.from_vectors(keys, vectors).save(folder / _VECTORS)


def _batches(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _indexed_texts(library: Library) -> Iterator[tuple[int, str]]:
    """Yield each passage's key and the text it is found by."""
    for article, passages in library.walk():
        for stored in passages:
            yield stored.key, indexed_text(article, stored.passage)


def _swap(beside: Path, folder: Path) -> None:
    """Put ``beside`` where ``folder`` is. A crash in between leaves none: it is then rebuilt."""
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
