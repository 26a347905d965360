"""Read the members of a zip archive."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import KINDS, FileType
from embeddings.reading.formats.embedded_files import (
    EmbeddedFile,
    ReadFile,
    SkippedFiles,
    read_embedded,
)
from embeddings.reading.formats.zip_archive import name_members, open_archive, read_member
from embeddings.reading.results import PartFailure, Read


def read_members(stream: BinaryIO, source: str, read_file: ReadFile) -> Iterator[Read]:
    """Yield the results of the files in an archive, except hidden and unsupported ones.

    Raises:
        UnreadableFileError: the archive is damaged, exceeds the limits, or contains no readable
            file.
    """
    found, skipped = False, SkippedFiles()
    with open_archive(stream, source) as archive:
        for name, member in name_members(archive.infolist()):
            if any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
                continue
            file = EmbeddedFile(name, PurePosixPath(member.filename).suffix)
            if skipped.skips(file):
                continue
            found = True
            if KINDS[file.suffix.lower()] is FileType.ZIP:
                yield PartFailure(name, build_nested_error(name).reason)
                continue
            load = partial(read_member, archive, member, name)
            yield from read_embedded(file, load, source, read_file)
    yield from skipped.describe()
    if not found:
        raise UnreadableFileError(source, "the archive contains no file that can be read.")


def build_nested_error(name: str) -> UnreadableFileError:
    """Return the error for an archive in an archive."""
    return UnreadableFileError(name, "archives inside archives are not opened. Unpack it first.")
