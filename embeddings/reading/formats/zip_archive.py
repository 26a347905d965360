"""Read untrusted zip archives: in memory only, within limits, under harmless names."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED_BYTES

_IN_UTF8 = 0x800  # flag bit 11, "language encoding" (APPNOTE.TXT 4.4.4)
_ENCRYPTED = 0x1
_SMALL = 10_000_000  # bytes; below this, no ratio is dangerous
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@contextmanager
def open_archive(stream: BinaryIO, source: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose declared sizes are within the limits.

    No member can yield more than it declares: ``zipfile`` stops there.

    Raises:
        UnreadableFileError: the archive is damaged, or exceeds the limits.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except Exception as error:  # zipfile raises many types on a damaged archive
        raise UnreadableFileError(
            source, "the archive is damaged or truncated. Pack it again, or copy the file again."
        ) from error
    with archive:
        _check_limits(archive.infolist(), source)
        yield archive


def _check_limits(members: list[zipfile.ZipInfo], source: str) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS:
        limit = f"more than {MOST_MEMBERS:,} files"
    elif unpacked > MOST_UNPACKED_BYTES:
        limit = f"more than {MOST_UNPACKED_BYTES:,} bytes when unpacked"
    elif unpacked > max(_SMALL, MOST_RATIO * packed):
        limit = f"more than {MOST_RATIO} times its size when unpacked, as in an attack"
    else:
        return
    raise UnreadableFileError(
        source,
        f"the archive contains {limit}. If you trust it, unpack it and use its files.",
    )


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return the content of a member.

    Raises:
        UnreadableFileError: it is encrypted or damaged; the error names it ``name``.
    """
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFileError(name, "it is encrypted. Pack it without a password.")
    try:
        return archive.read(member)
    except MemoryError:
        raise
    except Exception as error:  # zlib, lzma, bz2 and zipfile have their own types
        raise UnreadableFileError(
            name, "it is damaged, or its compression is not supported. Pack it again."
        ) from error


def name_members(members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the files among the members, each with a unique and harmless name."""
    seen: Counter[str] = Counter()
    for member in members:
        if member.is_dir():
            continue
        name = sanitize_path(_decode_name(member))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), member


def sanitize_path(name: str) -> str:
    """Return a relative path without drive, root, ``..`` and control characters."""
    parts = _DRIVE.sub("", _CONTROL.sub("", name).replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part.strip() not in ("", ".", "..")) or "unnamed"


def _decode_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Chinese programs write GB18030 without the UTF-8 flag."""
    if member.flag_bits & _IN_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")  # as zipfile decoded it
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    except UnicodeEncodeError:
        pass
    return member.filename
