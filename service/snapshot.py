"""A snapshot: an index together with the tools that made it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embeddings.encoder import load_encoder
from embeddings.errors import EncoderError, IndexMismatchError, WenbaoError
from embeddings.index import Index, Tools
from embeddings.library import Library
from embeddings.manifest import Manifest
from embeddings.self_check import check_finds_itself
from embeddings.terms import Segmenter


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one question is answered from. It never changes; a newer one takes its place whole.

    Question and passages are so always turned into terms and vectors by the same tools.
    """

    index: Index
    tools: Tools

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""
        return self.index.manifest

    @classmethod
    def open(cls, folder: Path, library: Library, tools: Tools) -> "Snapshot":
        """Open the index in ``folder`` and make sure that it finds a passage of ``library``.

        Raises:
            IndexMismatchError: it is missing, damaged, made from something else, or of no use.
        """
        index = Index.open(folder, tools.recipe, library.revision)
        check_finds_itself(index, library, tools)
        return cls(index, tools)

    @classmethod
    def build(
        cls, folder: Path, library: Library, tools: Tools, progress: Callable[[int, int], None]
    ) -> "Snapshot":
        """Build the index of ``library`` in ``folder``.

        Raises:
            WenbaoError: the new index does not find a passage either; it says what to do.
        """
        index = Index.build(folder, library, tools, progress)
        try:
            check_finds_itself(index, library, tools)
        except IndexMismatchError as error:
            raise WenbaoError(_useless(folder, tools, error)) from error
        return cls(index, tools)


def open_former(folder: Path, library: Library, wanted: Tools) -> Snapshot | None:
    """Return the index in ``folder`` with the tools that made it, when these are not ``wanted``.

    None when there is no such index, or its tools cannot be had again.
    """
    try:
        made = Manifest.read(folder)
        if made.recipe == wanted.recipe or made.revision != library.revision:
            return None
        return Snapshot.open(folder, library, _former_tools(made, wanted))
    except (IndexMismatchError, EncoderError):
        return None


def _former_tools(made: Manifest, wanted: Tools) -> Tools:
    """Load what made an index; what has not changed since is taken from ``wanted``."""
    recipe, origin = made.recipe, made.origin
    if origin is None:
        raise IndexMismatchError("the index does not say where its encoder was loaded from")
    same_terms = wanted.segmenter.fingerprint == recipe.terms_fingerprint
    same_encoder = wanted.encoder.fingerprint == recipe.encoder_fingerprint
    return Tools(
        wanted.segmenter if same_terms else Segmenter(origin.user_words),
        wanted.encoder if same_encoder else load_encoder(origin.encoder),
        recipe.passages,
        origin,
    )


def _useless(folder: Path, tools: Tools, error: IndexMismatchError) -> str:
    return (
        f"the index in {folder} was built anew, and {error}. The encoder {tools.encoder.name} may"
        " give useless vectors: copy its folder again, or unset WENBAO_ENCODER for the shipped one"
    )
