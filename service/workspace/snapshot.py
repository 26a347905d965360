"""A snapshot: an index together with the analyzer that made it."""

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
from embeddings.text.terms import load_segmenter


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one question is answered from. It never changes; a newer one takes its place whole.

    Question and passages are so always turned into terms and vectors by the same analyzer.
    """

    index: Index
    analyzer: Analyzer

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""
        return self.index.manifest

    def restrict(self, keys: Keys) -> "Snapshot":
        """Return the same snapshot, whose index finds nothing but ``keys``, which ascend."""
        return replace(self, index=self.index.restrict(keys))

    @classmethod
    def open(cls, folder: Path, library: Library, analyzer: Analyzer) -> "Snapshot":
        """Open the index in ``folder`` and make sure that it finds a passage of ``library``.

        Raises:
            IndexMismatchError: it is missing, damaged, made from something else, or of no use.
        """
        index = Index.open(folder, analyzer.recipe)
        check_finds_itself(index, library, analyzer)
        return cls(index, analyzer)

    @classmethod
    def open_as_made(cls, folder: Path, library: Library, known: Analyzer) -> "Snapshot":
        """Open the index in ``folder`` with the analyzer that made it, loaded unless ``known``.

        Raises:
            IndexMismatchError: it is missing, damaged, of no use, or its analyzer are not told.
            EncoderError: its encoder cannot be had again.
        """
        made = Manifest.read(folder)
        return cls.open(folder, library, _tools_of(made, known))


def open_former(folder: Path, library: Library, wanted: Analyzer) -> Snapshot | None:
    """Return the index in ``folder`` with the analyzer that made it, when these are not ``wanted``.

    None when there is no such index, or its analyzer cannot be had again.
    """
    try:
        if Manifest.read(folder).recipe == wanted.recipe:
            return None
        return Snapshot.open_as_made(folder, library, wanted)
    except (IndexMismatchError, EncoderError):
        return None


def _tools_of(made: Manifest, known: Analyzer) -> Analyzer:
    """Load what made an index; what is the same in ``known`` is taken from there."""
    recipe, origin = made.recipe, made.origin
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
