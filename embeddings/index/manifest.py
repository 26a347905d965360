"""The manifest: what an index on disk was made from, so that a wrong one is never used."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import IndexMismatchError
from embeddings.passages import PassageSettings
from embeddings.storage.atomic import compute_checksum, write_bytes
from embeddings.storage.checksummed_json import dump_checksummed, load_checksummed

FORMAT_VERSION = 2
_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything but the articles that decides what an index holds."""

    encoder: str
    encoder_fingerprint: str
    dimension: int
    terms_fingerprint: str
    passages: PassageSettings
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the analyzer of a recipe can be had again, so that their index still answers.

    Attributes:
        encoder: the folder or the hub name.
        user_words: the words that segmentation kept whole.
    """

    encoder: str
    user_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from and what it consists of.

    Attributes:
        recipe: what it was made with.
        revision: the library revision that it shows.
        checksums: of all other files, by name.
        segments: the names of the vector segments, in order.
        hidden: keys of removed passages whose vectors still lie in a segment.
        counted: how many removed passages BM25 may still count, at most.
        origin: where its analyzer can be had again; None when that is not known.
    """

    recipe: Recipe
    revision: int
    checksums: dict[str, str]
    segments: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    counted: int = 0
    origin: Origin | None = None

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of the index in ``folder``.

        Raises:
            IndexMismatchError: there is none, or it cannot be read.
        """
        try:
            fields = load_checksummed((folder / _NAME).read_bytes())
            recipe = fields.pop("recipe")
            settings = PassageSettings(**recipe.pop("passages"))
            fields["checksums"] = dict(fields["checksums"])
            fields["segments"] = tuple(fields["segments"])
            fields["hidden"] = tuple(fields["hidden"])
            fields["origin"] = _origin(fields.get("origin"))
            return cls(recipe=Recipe(**recipe, passages=settings), **fields)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexMismatchError(f"no usable {folder / _NAME}: {error}") from error

    def write(self, folder: Path) -> None:
        """Write the manifest; it is the last file of an index to be written."""
        write_bytes(folder / _NAME, dump_checksummed(dataclasses.asdict(self)))

    def check(self, folder: Path, recipe: Recipe) -> None:
        """Make sure that the files in ``folder`` are whole and belong to ``recipe``.

        Raises:
            IndexMismatchError: says what differs.
        """
        for name, wanted in dataclasses.asdict(recipe).items():
            found = dataclasses.asdict(self.recipe)[name]
            if found != wanted:
                raise IndexMismatchError(f"the index was made with {name} {found}, not {wanted}")
        for name in self.damaged(folder):
            raise IndexMismatchError(f"the index file {folder / name} is damaged or missing")

    def damaged(self, folder: Path) -> Iterator[str]:
        """Yield the names of the files in ``folder`` that are not as they were written."""
        for name, wanted in self.checksums.items():
            if not (folder / name).is_file() or compute_checksum(folder / name) != wanted:
                yield name


def _origin(fields: dict[str, Any] | None) -> Origin | None:
    return Origin(fields["encoder"], tuple(fields["user_words"])) if fields else None


def compute_checksums(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the checksum of every file below ``folder``, but the manifest, by relative name.

    ``known`` gives those of files that are written once and never changed.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {
        name: (known or {}).get(name) or compute_checksum(path)
        for name, path in named
        if name != _NAME and not name.endswith(".lock")
    }
