"""A library in one file to be carried away: a tar archive with the checksum of every member.

The first member tells what it is, the last one the checksums; both are written and read in one go,
a piece at a time. Only plain files below known names are ever taken out of one.
"""

import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import replace_atomically
from embeddings.storage.checksummed_json import dump_checksummed, load_checksummed

LIBRARY = "library.sqlite3"
INDEX = "index"
ORIGINALS = "originals"
_ABOUT = "about.json"
_CHECKSUMS = "checksums.json"
_PIECE = 1 << 20  # bytes
_SMALL = 1 << 24  # bytes; what tells about a bundle of any size is shorter
_MODES: Mapping[str, Literal["w", "w:gz"]] = {".tar": "w", ".gz": "w:gz", ".tgz": "w:gz"}


def write_bundle(path: Path, about: Mapping[str, Any], files: Mapping[str, Path]) -> None:
    """Write ``files`` by their names in the bundle to ``path``, whole or not at all.

    Raises:
        WenbaoError: the name tells no known form, or the file cannot be written.
    """
    mode = _MODES.get(path.suffix)
    if mode is None:
        raise WenbaoError(f"{path}: give a name that ends in .tar or .tar.gz")
    try:
        with replace_atomically(path) as file, tarfile.open(fileobj=file, mode=mode) as tar:
            _add_text(tar, _ABOUT, dump_checksummed(about))
            sums = {name: _add_file(tar, name, files[name]) for name in sorted(files)}
            _add_text(tar, _CHECKSUMS, dump_checksummed(sums))
    except OSError as error:
        raise WenbaoError(f"{path} cannot be written: {error}") from error


def _add_text(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> str:
    member = tarfile.TarInfo(name)
    with path.open("rb") as opened:
        member.size = path.stat().st_size
        hashed = _Hashed(opened)
        tar.addfile(member, hashed)
    return hashed.digest.hexdigest()


class _Hashed:
    """A file whose checksum is taken while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.blake2b(digest_size=16)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def read_bundle(path: Path, folder: Path) -> dict[str, Any]:
    """Take all files of a bundle out to ``folder``; return what it tells about itself.

    Raises:
        WenbaoError: it is no bundle, damaged, cut off, or holds what it must not.
    """
    with _reading(path), tarfile.open(path, "r:*") as tar:
        members = iter(tar)
        about = _text(tar, next(members, None), _ABOUT)
        sums: dict[str, str] = {}
        for member in members:
            if member.name == _CHECKSUMS:
                if sums != _text(tar, member, _CHECKSUMS):
                    raise WenbaoError(f"{path} is damaged: its checksums differ")
                return about
            sums[member.name] = _take_out(tar, member, folder)
    raise WenbaoError(f"{path} is cut off: its end is missing. Copy it again.")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, ValueError, tarfile.TarError, zlib.error) as error:
        raise WenbaoError(
            f"{path} is no whole file of `wenbao backup` or `wenbao export`: {error}"
        ) from error


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo | None, name: str) -> dict[str, Any]:
    file = tar.extractfile(member) if member and member.isreg() else None
    if not member or member.name != name or not file or member.size > _SMALL:
        raise ValueError(f"{name} is missing")
    return load_checksummed(file.read())


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    file = tar.extractfile(member) if member.isreg() and _is_known(member.name) else None
    if file is None:
        raise ValueError(f"{member.name!r} has no place in it")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed, left = _Hashed(file), member.size
    with target.open("xb") as out:
        while piece := hashed.read(_PIECE):
            out.write(piece)
            left -= len(piece)
    if left:
        raise EOFError(f"{member.name} is cut off")
    return hashed.digest.hexdigest()


def _is_known(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and ".." not in parts and not {"\\", "\0", ":"} & set(name)
    return plain and (name == LIBRARY or (len(parts) > 1 and parts[0] in (INDEX, ORIGINALS)))
