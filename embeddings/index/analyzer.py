"""The analyzer turns passages and questions into terms and vectors, both in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.vectors import FloatMatrix, FloatVector
from embeddings.index.manifest import Origin, Recipe
from embeddings.passages import PassageSettings
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Turns passages into the contents of an index, and a question into a query.

    ``origin`` says where to load its parts from again, if known.
    """

    segmenter: Segmenter
    encoder: Encoder
    passages: PassageSettings
    origin: Origin | None = None

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the unit vectors of passages, ``(n, dim)``."""
        return self.encoder.encode_passages([fold(text) for text in texts])

    def encode_query(self, query: str) -> FloatVector:
        """Return the unit vector of a query, ``(dim,)``."""
        vector: FloatVector = self.encoder.encode_queries([fold(query)])[0]
        return vector

    @property
    def recipe(self) -> Recipe:
        """The recipe that an index built with this analyzer must have."""
        return Recipe(
            encoder=self.encoder.name,
            encoder_fingerprint=self.encoder.fingerprint,
            dimension=self.encoder.dimension,
            terms_fingerprint=self.segmenter.fingerprint,
            passages=self.passages,
        )
