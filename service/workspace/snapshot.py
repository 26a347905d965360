"""A snapshot: an index with the analyzer that built it, and the transformer's vectors."""

from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.encoding.encoder import load_encoder
from embeddings.errors import EncoderError, IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index
from embeddings.index.manifest import Manifest
from embeddings.index.self_check import check_finds_itself
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.meaning.meaning import Meaning
from embeddings.text.terms import load_segmenter


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one question is answered from. Immutable; a newer snapshot replaces it.

    So the same analyzer always turns question and passages into terms and vectors.

    Attributes:
        index: finds by words, and by the vectors of the static encoder.
        meaning: finds by the transformer's vectors; None if that is switched off.
    """

    index: Index
    analyzer: Analyzer
    meaning: Meaning | None = None

    @property
    def manifest(self) -> Manifest:
        """The manifest of the index."""
        return self.index.manifest

    def restrict(self, keys: Keys) -> "Snapshot":
        """Return a snapshot that finds only the passages ``keys``, which are ascending."""
        meaning = self.meaning and self.meaning.restrict(keys)
        return replace(self, index=self.index.restrict(keys), meaning=meaning)

    @classmethod
    def open(cls, folder: Path, library: Library, analyzer: Analyzer) -> "Snapshot":
        """Open the index in ``folder`` and check that it finds a passage of ``library``.

        Raises:
            IndexMismatchError: it is missing, damaged, useless, or built by another analyzer.
        """
        index = Index.open(folder, analyzer.recipe)
        check_finds_itself(index, library, analyzer)
        return cls(index, analyzer)

    @classmethod
    def open_as_made(cls, folder: Path, library: Library, known: Analyzer) -> "Snapshot":
        """Open the index in ``folder`` with the analyzer that built it, reusing parts of ``known``.

        Raises:
            IndexMismatchError: it is missing, damaged, useless, or its analyzer is unknown.
            EncoderError: its encoder can no longer be loaded.
        """
        manifest = Manifest.read(folder)
        return cls.open(folder, library, _load_analyzer_of(manifest, known))


def open_former(folder: Path, library: Library, current: Analyzer) -> Snapshot | None:
    """Open the index in ``folder`` with the analyzer that built it, if that is not ``current``.

    Return None if it is, if there is no index, or if its analyzer can no longer be loaded.
    """
    try:
        if Manifest.read(folder).recipe == current.recipe:
            return None
        return Snapshot.open_as_made(folder, library, current)
    except (IndexMismatchError, EncoderError):
        return None


def _load_analyzer_of(manifest: Manifest, known: Analyzer) -> Analyzer:
    """Load the analyzer that built an index, reusing the parts that ``known`` shares."""
    recipe, origin = manifest.recipe, manifest.origin
    if recipe == known.recipe:
        return known
    if origin is None:
        raise IndexMismatchError("the index does not say where its encoder was loaded from")
    same_terms = known.segmenter.fingerprint == recipe.terms_fingerprint
    same_encoder = known.encoder.fingerprint == recipe.encoder_fingerprint
    return Analyzer(
        known.segmenter if same_terms else load_segmenter(origin.user_words),
        known.encoder if same_encoder else load_encoder(origin.encoder),
        recipe.passages,
        origin,
    )
