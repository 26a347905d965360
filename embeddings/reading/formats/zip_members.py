"""The members of a zip archive, each read as the file that it is."""

import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import KINDS, FileType
from embeddings.reading.formats.zip_archive import name_members, open_archive, read_member
from embeddings.reading.results import PartFailure, Read

ReadFile = Callable[[BinaryIO, str, str], Iterator[Read]]  # stream, suffix, source


def read_members(stream: BinaryIO, source: str, read_file: ReadFile) -> Iterator[Read]:
    """Yield what the files of an archive hold, but for hidden ones and those of other kinds.

    Raises:
        UnreadableFileError: a damaged archive, one beyond the limits, or nothing readable in it.
    """
    found = False
    with open_archive(stream, source) as archive:
        for name, member in name_members(archive.infolist()):
            if any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
                continue
            suffix = PurePosixPath(member.filename).suffix
            kind = KINDS.get(suffix.lower())
            if kind is None:
                continue
            found = True
            try:
                if kind is FileType.ZIP:
                    raise nested(name)
                data = io.BytesIO(read_member(archive, member, name))
                for one in read_file(data, suffix, f"{source}/{name}"):
                    yield _below(name, one)
            except UnreadableFileError as error:
                yield PartFailure(name, error.reason)
    if not found:
        raise UnreadableFileError(source, "the archive holds no file that can be read.")


def _below(name: str, one: Read) -> Read:
    return PartFailure(f"{name} {one.part}", one.reason) if isinstance(one, PartFailure) else one


def nested(name: str) -> UnreadableFileError:
    """Return the error for an archive in an archive."""
    return UnreadableFileError(name, "an archive in an archive is not opened. Unpack it first.")
