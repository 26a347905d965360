"""The searchable index: one immutable snapshot of lexical index and vector index."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.vectors import FloatMatrix, FloatVector
from embeddings.errors import IndexMismatchError
from embeddings.index.lexical_index import LexicalIndex
from embeddings.index.manifest import Manifest, Origin, Recipe
from embeddings.index.vector_index import VectorIndex
from embeddings.index.vector_segment import Keys
from embeddings.nouns import Article, Passage
from embeddings.passages import PassageSettings, context
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter

TERMS = "terms"
VECTORS = "vectors"


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
    """A snapshot: it never changes, and a newer one takes its place whole.

    Attributes:
        folder: where its files lie.
    """

    lexical: LexicalIndex
    vectors: VectorIndex
    manifest: Manifest
    folder: Path

    @classmethod
    def open(cls, folder: Path, recipe: Recipe) -> "Index":
        """Open the index in ``folder``.

        Raises:
            IndexMismatchError: it is missing, damaged, or made from something else.
        """
        manifest = Manifest.read(folder)
        manifest.check(folder, recipe)
        vectors = VectorIndex.load(folder / VECTORS, manifest.segments, manifest.hidden)
        index = cls(LexicalIndex.open(folder / TERMS), vectors, manifest, folder)
        if len(index.lexical) != len(index.vectors):
            raise IndexMismatchError(
                f"the index in {folder} has terms of {len(index.lexical)} passages, "
                f"but vectors of {len(index.vectors)}"
            )
        return index

    def within(self, keys: Keys) -> "Index":
        """Return the same index, whose searches find nothing but ``keys``, which ascend."""
        lexical, vectors = self.lexical.within(keys), self.vectors.within(keys)
        return replace(self, lexical=lexical, vectors=vectors)


def indexed_text(article: Article, passage: Passage) -> str:
    """Return the text that a passage is found by: its context, then itself."""
    return f"{context(article, passage)}\n{passage.text_in(article)}"
