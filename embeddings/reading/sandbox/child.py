"""The child process that reads untrusted files.

It is started with ``python -m embeddings.reading.sandbox.child FD THREADS FOLDER``.

It receives requests on the inherited connection and replies with the content of the files. It
cannot write to any file, and its memory and CPU time are limited.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.read import read
from embeddings.reading.recognizer import Recognizer
from embeddings.reading.results import PageBegun, Read, RecognizedPage
from embeddings.reading.sandbox import messages

_MEMORY = 1 << 30  # bytes of address space beyond those used at start
_PAGE_MEMORY = 3 << 30  # of address space, as soon as a page is recognised
_CPU = 60  # seconds per batch of results
_PAGE_CPU = 300  # seconds per page that is recognised
_PAGE_PRIORITY = 10  # of 19: whoever asks a question goes first
_BATCH = 200  # results
_BATCH_CHARACTERS = 200_000
_BATCH_SECONDS = 1.0  # after which even a small batch is sent, as a sign of life


def main() -> None:
    """Read one file after another until the parent closes the connection."""
    tempfile.tempdir = sys.argv[3]
    try:
        _serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
    finally:  # the parent may have been killed
        shutil.rmtree(sys.argv[3], ignore_errors=True)


def _serve(connection: Connection, threads: int) -> None:
    sys.dont_write_bytecode = True
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit_memory()
    recognizer = Recognizer(threads)
    connection.send_bytes(messages.DONE)
    while True:
        try:
            request = messages.decode_request(connection.recv_bytes())
            if isinstance(request, messages.PageRequest):
                _reply_with_image(connection, request)
            else:
                _reply(connection, request, recognizer)
        except (EOFError, OSError):
            return


def _reply(connection: Connection, request: messages.Request, recognizer: Recognizer) -> None:
    """Send the results of a file, then that it is done or why it cannot be read."""
    end = messages.DONE
    recognizer.finished, recognizer.skipped = request.finished, request.skipped
    try:
        for batch in _batch_reads(read(request.path, request.source, recognizer)):
            connection.send_bytes(messages.encode_reads(batch))
    except UnreadableFileError as error:
        end = messages.encode_refusal(messages.Refusal(error.reason, error.retryable))
    connection.send_bytes(end)


def _reply_with_image(connection: Connection, request: messages.PageRequest) -> None:
    from embeddings.reading.page_images import render_page  # noqa: PLC0415 - few need it

    _renew_cpu(_PAGE_CPU)  # but with no lower priority: somebody is waiting for the image
    _limit_memory(_PAGE_MEMORY)
    try:
        image = render_page(request.path, request.number, request.longest_side, request.lines)
        reply = messages.encode_image(image)
    except UnreadableFileError as error:
        reply = messages.encode_refusal(messages.Refusal(error.reason, error.retryable))
    connection.send_bytes(reply)


def _batch_reads(reads: Iterator[Read]) -> Iterator[list[Read]]:
    """Yield the results in batches without delaying any, including those before an error."""
    batch: list[Read] = []
    characters, started_at = 0, time.monotonic()
    _renew_cpu()
    try:
        for result in reads:
            batch.append(result)
            characters += len(result.text) if isinstance(result, Article) else 0
            is_late = time.monotonic() - started_at > _BATCH_SECONDS
            if isinstance(result, (PageBegun, RecognizedPage)):
                yield batch
                batch, characters, started_at = [], 0, time.monotonic()
                _allow_recognition() if isinstance(result, PageBegun) else _renew_cpu()
            elif len(batch) >= _BATCH or characters >= _BATCH_CHARACTERS or is_late:
                yield batch
                batch, characters, started_at = [], 0, time.monotonic()
                _renew_cpu()
    except UnreadableFileError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _renew_cpu(seconds: int = _CPU) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + seconds)


def _allow_recognition() -> None:
    """Raise the limits to what recognising a page needs; from then on, others go first."""
    _renew_cpu(_PAGE_CPU)
    if os.nice(0) < _PAGE_PRIORITY:
        os.nice(_PAGE_PRIORITY)
        _limit_memory(_PAGE_MEMORY)


def _limit_memory(more: int = _MEMORY) -> None:
    statm = Path("/proc/self/statm")  # only Linux has it, and only there the limit is enforced
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + more)


def _limit(limit: int, value: int) -> None:
    """Set a soft limit to ``value``, or to the hard limit if that is lower."""
    _, hard = resource.getrlimit(limit)
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (soft, hard))


if __name__ == "__main__":
    main()
