"""What the file of a vector store records: whose vectors it has, and in which segments."""

import dataclasses
import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embeddings.errors import IndexMismatchError
from embeddings.storage.atomic import write_bytes
from embeddings.storage.checksummed_json import dump_checksummed, load_checksummed

NAME = "vectors.json"


@dataclass(frozen=True, slots=True)
class Maker:
    """The encoder that made the vectors of a store.

    Attributes:
        name: for display.
        fingerprint: hex; encoders with the same fingerprint produce the same vectors.
        location: its folder or hub name, to load it again; "" if unknown.
    """

    name: str
    fingerprint: str
    location: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The record of a store.

    Attributes:
        checksums: those of the segments' files, by segment name, larger segments first.
        hidden: keys of removed vectors that are still in a segment.
        revision: the library revision of which every key was a passage; None after an addition.
    """

    maker: Maker
    checksums: dict[str, str] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    revision: int | None = None

    @classmethod
    def read(cls, folder: Path) -> "Contents":
        """Read the record of the store in ``folder``.

        Raises:
            FileNotFoundError: there is none.
            IndexMismatchError: it is damaged.
            OSError: it cannot be read at the moment.
        """
        path = folder / NAME
        try:
            fields: dict[str, Any] = load_checksummed(path.read_bytes())
            maker, checksums = Maker(**fields["maker"]), dict(fields["checksums"])
            return cls(maker, checksums, tuple(fields["hidden"]), fields["revision"])
        except (ValueError, TypeError, KeyError) as error:
            raise IndexMismatchError(f"{path} is damaged: {error}") from error
        except OSError as error:
            if is_damage(error):
                raise IndexMismatchError(f"{path} is damaged: {error}") from error
            raise

    def write(self, folder: Path) -> None:
        """Write the record; it is the last file of a change.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        write_bytes(folder / NAME, dump_checksummed(dataclasses.asdict(self)))


def is_damage(error: OSError) -> bool:
    """Return whether a file is unreadable for good, not just because too many files are open."""
    return error.errno == errno.EIO
