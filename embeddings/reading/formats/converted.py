"""Files of Office 97, WPS, RTF and OpenDocument: converted by LibreOffice, then read."""

import io
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from embeddings.errors import UnreadableFileError
from embeddings.reading.formats.docx import read_docx
from embeddings.reading.formats.presentation import read_presentation
from embeddings.reading.limits import MOST_OFFICE_BYTES
from embeddings.reading.results import Read, SignOfLife

_PROGRAMS = ("soffice", "libreoffice")
_FOLDERS = "/usr/bin:/usr/local/bin:/snap/bin:/Applications/LibreOffice.app/Contents/MacOS"
_SECONDS = 45.0  # for one document; the first one prepares a profile
_INTERVAL = 1.0  # seconds between two signs of life
_CHUNK = 1 << 20
_MOST_WRITTEN = 3 * MOST_OFFICE_BYTES  # bytes of each file that LibreOffice writes


class _Target(NamedTuple):
    """What files are converted to: the suffix, what reads it, and the package that converts."""

    suffix: str
    read: Callable[[BinaryIO, str], Iterator[Read]]
    package: str


_WORD = _Target("docx", read_docx, "libreoffice-writer-nogui")
_SLIDES = _Target("pptx", read_presentation, "libreoffice-impress-nogui")


def read_old_word(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the one article of a document that is no DOCX.

    Raises:
        UnreadableFileError: LibreOffice is not installed or cannot convert the document.
    """
    yield from _read_converted(stream, source, _WORD)


def read_old_presentation(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the one article of a presentation that is no PPTX.

    Raises:
        UnreadableFileError: LibreOffice is not installed or cannot convert the presentation.
    """
    yield from _read_converted(stream, source, _SLIDES)


def _read_converted(stream: BinaryIO, source: str, target: _Target) -> Iterator[Read]:
    program = _find_program()
    kind = target.suffix.upper()
    if program is None:
        raise UnreadableFileError(
            source,
            "files of this kind are read with LibreOffice, which is not installed here. Install"
            f" it (apt install {target.package}), or save the file as {kind} in Office, WPS"
            " or LibreOffice.",
            retryable=True,
        )
    with _allow_writing(), tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        original = place / "original"
        _copy(stream, original, source)
        yield from _convert(program, original, source, target.suffix)
        converted = place / "converted" / f"original.{target.suffix}"
        if not converted.is_file():
            reason = (
                f"LibreOffice cannot convert it: it is damaged or protected. Save it as {kind}."
            )
            raise UnreadableFileError(source, reason)
        data = io.BytesIO(converted.read_bytes())
    yield from target.read(data, source)


def _find_program() -> str | None:
    found = (shutil.which(name, path=path) for name in _PROGRAMS for path in (None, _FOLDERS))
    return next(filter(None, found), None)


def _copy(stream: BinaryIO, path: Path, source: str) -> None:
    length = 0
    with path.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            length += len(chunk)
            if length > MOST_OFFICE_BYTES:
                reason = f"it is bigger than {MOST_OFFICE_BYTES:,} bytes. Split it."
                raise UnreadableFileError(source, reason)
            file.write(chunk)


def _convert(program: str, original: Path, source: str, suffix: str) -> Iterator[Read]:
    """Convert the document into a folder beside it; yield a sign of life now and then."""
    folder = original.parent
    process = subprocess.Popen(  # noqa: S603 - the arguments are our own
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder / "converted"),
            str(original),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"},
        cwd=folder,
        process_group=0,  # of the same session: who kills this process kills it, too
    )
    try:
        end = time.monotonic() + _SECONDS
        while process.poll() is None:
            if time.monotonic() > end:
                reason = (
                    f"LibreOffice takes longer than {_SECONDS:g} s. Save it as {suffix.upper()}."
                )
                raise UnreadableFileError(source, reason, retryable=True)
            yield SignOfLife()
            _wait(process)
    finally:
        _kill(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(_INTERVAL)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and what it started, whether it has ended or not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _allow_writing() -> Iterator[None]:
    """Let this process, and what it starts, write files and use more memory for a while.

    The sandbox forbids both to the code that reads documents.
    """
    limits = {resource.RLIMIT_FSIZE: _MOST_WRITTEN, resource.RLIMIT_AS: resource.RLIM_INFINITY}
    before = {limit: resource.getrlimit(limit) for limit in limits}
    for limit, wanted in limits.items():
        _, hard = before[limit]
        is_free = hard == resource.RLIM_INFINITY
        resource.setrlimit(limit, (wanted if is_free else hard, hard))
    try:
        yield
    finally:
        for limit, pair in before.items():
            resource.setrlimit(limit, pair)
