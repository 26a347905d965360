"""The searchable index: an immutable snapshot of a lexical and a vector index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.documents import Article, Passage
from embeddings.errors import IndexMismatchError
from embeddings.index.lexical_index import LexicalIndex
from embeddings.index.manifest import Manifest, Recipe
from embeddings.index.vector_index import VectorIndex
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.passages import build_contexts
from embeddings.text.normalize import fold

TERMS = "terms"
VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Index:
    """A snapshot that never changes; a newer one replaces it as a whole.

    Attributes:
        folder: the folder of its files.
    """

    lexical: LexicalIndex
    vectors: VectorIndex
    manifest: Manifest
    folder: Path

    @classmethod
    def open(cls, folder: Path, recipe: Recipe) -> "Index":
        """Open the index in ``folder``.

        Raises:
            IndexMismatchError: it is missing, damaged, or has another recipe.
        """
        manifest = Manifest.read(folder)
        manifest.check(folder, recipe)
        vectors = VectorIndex.load(folder / VECTORS, manifest.segments, manifest.hidden)
        index = cls(LexicalIndex.open(folder / TERMS), vectors, manifest, folder)
        if len(index.lexical) != len(index.vectors):
            raise IndexMismatchError(
                f"the index in {folder} has terms for {len(index.lexical)} passages, "
                f"but vectors for {len(index.vectors)}"
            )
        return index

    def restrict(self, keys: Keys) -> "Index":
        """Return the same index with searches restricted to ``keys``, which must ascend."""
        lexical, vectors = self.lexical.restrict(keys), self.vectors.restrict(keys)
        return replace(self, lexical=lexical, vectors=vectors)


def build_indexed_text(article: Article, passage: Passage) -> str:
    """Return the text under which a passage is indexed: its context, then its own text."""
    return next(build_indexed_texts(article, (passage,)))


def build_indexed_texts(article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the same for each of some passages of an article, which are in order."""
    for passage, context in zip(passages, build_contexts(article, passages), strict=True):
        yield f"{context}\n{passage.text_in(article)}"


def read_indexed_texts(library: Library, keys: Keys) -> Iterator[tuple[int, str]]:
    """Yield each key and the folded indexed text of its passage, if the library still has it."""
    for article, passages in library.passages.walk(keys):
        texts = build_indexed_texts(article, [stored.passage for stored in passages])
        for stored, text in zip(passages, texts, strict=True):
            yield stored.key, fold(text)
