"""Reads files in a process of its own, so that a hostile or broken one can do no harm.

The process can write no file, sees none of ours but what it is told to read, and is ended when it
uses too much memory or time. It is started with the first file and used again for the next ones.
"""

import math
import socket
import struct
import subprocess
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from embeddings.child_process import build_python_command
from embeddings.errors import UnreadableFileError, WenbaoError
from embeddings.reading.file_types import KINDS, FileType
from embeddings.reading.results import Read
from embeddings.reading.sandbox import messages

_LONGEST_MESSAGE = 256_000_000  # bytes; an article of the longest text is far smaller
_START_SECONDS = 60.0  # a busy machine may take long to load the libraries
_MANY = {
    FileType.JSON,
    FileType.JSON_LINES,
    FileType.CSV,
    FileType.ZIP,
}  # may go on while anything comes


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a file may take, in seconds of waiting for it.

    Attributes:
        silence: until something comes from it, and again after each sign of life.
        whole: until it is read whole; files of rows and archives have no such limit.
    """

    silence: float = 10.0
    whole: float = 60.0


class Sandbox:
    """A reading process. Use it from one thread at a time, and close it."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process. The next file starts another one."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            _end(self._process)
        self._process = self._connection = None

    def read(self, path: Path, source: str) -> Iterator[Read]:
        """Yield the articles of the file, known as ``source``, and the parts of it that failed.

        Raises:
            UnreadableFileError: the file cannot be read, or broke a limit. Articles may have come
                before.
            WenbaoError: no process can be started.
        """
        done = False
        try:
            connection = self._started()
            connection.send_bytes(messages.encode_request(path.absolute(), source))
            for reads in self._replies(connection, path, source):
                yield from reads
            done = True
        except UnreadableFileError as error:
            done = not isinstance(error, _BrokenProcessError)
            raise
        except (EOFError, OSError, ValueError) as error:
            raise _BrokenProcessError(
                source,
                "reading it broke off: it is damaged, or too big. Save it again, or split it.",
            ) from error
        finally:
            if not done:
                self.close()

    def _replies(self, connection: Connection, path: Path, source: str) -> Iterator[list[Read]]:
        many = KINDS.get(path.suffix.lower()) in _MANY
        left = float("inf") if many else self._patience.whole
        while True:
            began = time.monotonic()
            if not connection.poll(max(0.0, min(self._patience.silence, left))):
                raise self._too_slow(source, left)
            reply = messages.decode_reply(connection.recv_bytes(_LONGEST_MESSAGE))
            left -= time.monotonic() - began
            if reply is None:
                return
            if isinstance(reply, str):
                raise UnreadableFileError(source, reply)
            yield reply

    def _too_slow(self, source: str, left: float) -> "_BrokenProcessError":
        most = self._patience.whole if left < self._patience.silence else self._patience.silence
        return _BrokenProcessError(
            source,
            f"reading it took longer than {most:g} s. Split it into smaller files,"
            " or save its text.",
        )

    def _started(self) -> Connection:
        if self._connection is None or self._process is None or self._process.poll() is not None:
            self.close()
            self._connection = self._start()
        return self._connection

    def _start(self) -> Connection:
        """Start the process and wait until it is ready."""
        ours, theirs = socket.socketpair()
        patience = struct.pack("ll", math.ceil(self._patience.silence), 0)
        for half_a_message in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            ours.setsockopt(socket.SOL_SOCKET, half_a_message, patience)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
                build_python_command("embeddings.reading.sandbox.child", str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={"PYTHONUTF8": "1"},
                cwd="/",
                start_new_session=True,
            )
        weakref.finalize(self, _end, self._process)  # where nobody closes it
        connection = Connection(ours.detach())
        try:
            if connection.poll(_START_SECONDS):
                connection.recv_bytes()
                return connection
        except (EOFError, OSError):
            pass
        connection.close()
        raise WenbaoError(
            "The process that reads files does not start. Check that memory is left and that the"
            " program is installed whole, and try again."
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


class _BrokenProcessError(UnreadableFileError):
    """The process that read the file is of no more use."""
