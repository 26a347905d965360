"""Read the members of a zip archive, each as a file of its own."""

import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import KINDS, FileType
from embeddings.reading.formats.zip_archive import name_members, open_archive, read_member
from embeddings.reading.results import PartFailure, Read, ReadingWarning, prefix_part

ReadFile = Callable[[BinaryIO, str, str], Iterator[Read]]  # stream, suffix, source


def read_members(stream: BinaryIO, source: str, read_file: ReadFile) -> Iterator[Read]:
    """Yield the results of the files in an archive, except hidden and unsupported ones.

    Raises:
        UnreadableFileError: the archive is damaged, exceeds the limits, or contains no readable
            file.
    """
    found = False
    with open_archive(stream, source) as archive:
        for name, member in name_members(archive.infolist()):
            if any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
                continue
            suffix = PurePosixPath(member.filename).suffix
            kind = KINDS.get(suffix.lower())
            if kind is None:
                yield ReadingWarning(name, f"it was skipped: {_explain(suffix)}.")
                continue
            found = True
            try:
                if kind is FileType.ZIP:
                    raise build_nested_error(name)
                data = io.BytesIO(read_member(archive, member, name))
                for result in read_file(data, suffix, f"{source}/{name}"):
                    yield prefix_part(name, result)
            except UnreadableFileError as error:
                yield PartFailure(name, error.reason)
    if not found:
        raise UnreadableFileError(source, "the archive contains no file that can be read.")


def _explain(suffix: str) -> str:
    return f"files of type '{suffix}' cannot be read" if suffix else "its name has no suffix"


def build_nested_error(name: str) -> UnreadableFileError:
    """Return the error for an archive in an archive."""
    return UnreadableFileError(name, "archives inside archives are not opened. Unpack it first.")
