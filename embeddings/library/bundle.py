"""A library in one portable file: a tar archive with the checksum of every member.

The first member describes the archive, the last one holds the checksums, so that it is written and
read as a stream. Only regular files under known names are ever extracted.
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
MEANING = "meaning"
ORIGINALS = "originals"
_FOLDERS = (INDEX, MEANING, ORIGINALS)
_ABOUT = "about.json"
_CHECKSUMS = "checksums.json"
_CHUNK_BYTES = 1 << 20
_MOST_JSON_BYTES = 1 << 24  # the description and the checksums of any bundle are smaller
_MODES: Mapping[str, Literal["w", "w:gz"]] = {".tar": "w", ".gz": "w:gz", ".tgz": "w:gz"}


def write_bundle(path: Path, about: Mapping[str, Any], files: Mapping[str, Path]) -> None:
    """Write ``files``, keyed by their names in the bundle, to ``path``: completely or not at all.

    Raises:
        WenbaoError: the suffix is unknown, or the file cannot be written.
    """
    mode = _MODES.get(path.suffix)
    if mode is None:
        raise WenbaoError(f"{path}: use a name that ends in .tar or .tar.gz")
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
        hashed = _HashingReader(opened)
        tar.addfile(member, hashed)
    return hashed.digest.hexdigest()


class _HashingReader:
    """A file whose checksum is computed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.blake2b(digest_size=16)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def read_bundle(path: Path, folder: Path) -> dict[str, Any]:
    """Extract all files of a bundle to ``folder``; return its description.

    Raises:
        WenbaoError: it is not a bundle, damaged, truncated, or contains a forbidden member.
    """
    with _translate_errors(path), tarfile.open(path, "r:*") as tar:
        members = iter(tar)
        about = _read_json(tar, next(members, None), _ABOUT)
        sums: dict[str, str] = {}
        for member in members:
            if member.name == _CHECKSUMS:
                if sums != _read_json(tar, member, _CHECKSUMS):
                    raise WenbaoError(f"{path} is damaged: its checksums do not match")
                return about
            sums[member.name] = _extract(tar, member, folder)
    raise WenbaoError(f"{path} is truncated: its end is missing. Copy it again.")


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, ValueError, tarfile.TarError, zlib.error) as error:
        reason, _, _ = str(error).partition("\n")  # tarfile lists all that it has tried
        raise WenbaoError(
            f"{path} is not a complete file of `wenbao backup` or `wenbao export`: {reason}"
        ) from error


def _read_json(tar: tarfile.TarFile, member: tarfile.TarInfo | None, name: str) -> dict[str, Any]:
    file = tar.extractfile(member) if member and member.isreg() else None
    if not member or member.name != name or not file or member.size > _MOST_JSON_BYTES:
        raise ValueError(f"{name} is missing")
    return load_checksummed(file.read())


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    file = tar.extractfile(member) if member.isreg() and _is_known(member.name) else None
    if file is None:
        raise ValueError(f"{member.name!r} is not an allowed member")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed, left = _HashingReader(file), member.size
    with target.open("xb") as out:
        while chunk := hashed.read(_CHUNK_BYTES):
            out.write(chunk)
            left -= len(chunk)
    if left:
        raise EOFError(f"{member.name} is truncated")
    return hashed.digest.hexdigest()


def _is_known(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_plain = name == "/".join(parts) and ".." not in parts and not {"\\", "\0", ":"} & set(name)
    return is_plain and (name == LIBRARY or (len(parts) > 1 and parts[0] in _FOLDERS))
