"""The child process that reads untrusted files.

It is started with ``python -m embeddings.reading.sandbox.child FD``.

It takes requests from the connection that it inherits and sends back what the files hold. It cannot
write to any file, and has no more memory and CPU time than ``sandbox`` gives it.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.read import read
from embeddings.reading.results import Read
from embeddings.reading.sandbox import messages

_MEMORY = 1 << 30  # bytes of address space above what the start took
_CPU = 60  # seconds for a file, or for a batch of a file of many
_BATCH = 200  # reads
_BATCH_CHARACTERS = 200_000
_BATCH_SECONDS = 1.0  # after which a batch is sent however small, as a sign of life


def main() -> None:
    """Read one file after the other until the other side hangs up."""
    connection = Connection(int(sys.argv[1]))
    sys.dont_write_bytecode = True
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit_memory()
    connection.send_bytes(messages.DONE)
    while True:
        try:
            path, source = messages.decode_request(connection.recv_bytes())
            _serve(connection, path, source)
        except (EOFError, OSError):
            return


def _serve(connection: Connection, path: Path, source: str) -> None:
    """Send what a file holds, then that it is done or why it cannot be read."""
    end = messages.DONE
    try:
        for batch in _batches(read(path, source)):
            connection.send_bytes(messages.encode_reads(batch))
    except UnreadableFileError as error:
        end = messages.encode_reason(error.reason)
    connection.send_bytes(end)


def _batches(reads: Iterator[Read]) -> Iterator[list[Read]]:
    """Yield what comes, many at a time but never late; what came before an error, too."""
    batch: list[Read] = []
    characters, begun = 0, time.monotonic()
    _renew_cpu()
    try:
        for one in reads:
            batch.append(one)
            characters += len(one.text) if isinstance(one, Article) else 0
            late = time.monotonic() - begun > _BATCH_SECONDS
            if len(batch) >= _BATCH or characters >= _BATCH_CHARACTERS or late:
                yield batch
                batch, characters, begun = [], 0, time.monotonic()
                _renew_cpu()
    except UnreadableFileError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _renew_cpu() -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + _CPU)


def _limit_memory() -> None:
    statm = Path("/proc/self/statm")  # only Linux tells, and only there the limit holds
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + _MEMORY)


def _limit(what: int, most: int) -> None:
    """Lower the soft limit, never above what the hard one allows."""
    _, hard = resource.getrlimit(what)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (soft, hard))


if __name__ == "__main__":
    main()
