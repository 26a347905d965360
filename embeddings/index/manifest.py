"""The manifest records what an index was built from, so that a wrong one is never used."""

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
    """Everything except the articles that determines the contents of an index."""

    encoder: str
    encoder_fingerprint: str
    dimension: int
    terms_fingerprint: str
    passages: PassageSettings
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class Origin:
    """Where to load a recipe's analyzer from again, so that its index stays usable.

    Attributes:
        encoder: its folder or hub name.
        user_words: the words that segmentation never splits.
    """

    encoder: str
    user_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from and what it consists of.

    Attributes:
        recipe: what it was built with.
        revision: the library revision that it reflects.
        checksums: those of all other files, by name.
        segments: the names of the vector segments, in order.
        hidden: keys of removed passages whose vectors are still in a segment.
        counted: upper bound of the removed passages that BM25 still counts.
        origin: where to load its analyzer from again; None if unknown.
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
            IndexMismatchError: it is missing or unreadable.
        """
        try:
            fields = load_checksummed((folder / _NAME).read_bytes())
            recipe = fields.pop("recipe")
            settings = PassageSettings(**recipe.pop("passages"))
            fields["checksums"] = dict(fields["checksums"])
            fields["segments"] = tuple(fields["segments"])
            fields["hidden"] = tuple(fields["hidden"])
            fields["origin"] = _parse_origin(fields.get("origin"))
            return cls(recipe=Recipe(**recipe, passages=settings), **fields)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexMismatchError(f"no usable {folder / _NAME}: {error}") from error

    def write(self, folder: Path) -> None:
        """Write the manifest; it is the last file of an index to be written."""
        write_bytes(folder / _NAME, dump_checksummed(dataclasses.asdict(self)))

    def check(self, folder: Path, recipe: Recipe) -> None:
        """Check that the files in ``folder`` are intact and match ``recipe``.

        Raises:
            IndexMismatchError: says what differs.
        """
        for name, expected in dataclasses.asdict(recipe).items():
            actual = dataclasses.asdict(self.recipe)[name]
            if actual != expected:
                raise IndexMismatchError(
                    f"the index was built with {name} {actual}, not {expected}"
                )
        for name in self.damaged(folder):
            raise IndexMismatchError(f"the index file {folder / name} is damaged or missing")

    def damaged(self, folder: Path) -> Iterator[str]:
        """Yield the names of the files in ``folder`` that are missing or have changed."""
        for name, checksum in self.checksums.items():
            if not (folder / name).is_file() or compute_checksum(folder / name) != checksum:
                yield name


def _parse_origin(fields: dict[str, Any] | None) -> Origin | None:
    return Origin(fields["encoder"], tuple(fields["user_words"])) if fields else None


def compute_checksums(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the checksum of every file below ``folder`` except the manifest, by relative name.

    ``known`` has those of files that are written once and never change.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    by_name = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {
        name: (known or {}).get(name) or compute_checksum(path)
        for name, path in by_name
        if name != _NAME and not name.endswith(".lock")
    }
