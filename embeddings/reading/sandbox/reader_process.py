"""The process that reads files: how it is started, and killed with all that it started."""

import math
import os
import shutil
import socket
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from embeddings.child_process import build_python_command
from embeddings.errors import WenbaoError
from embeddings.reading.sandbox.sessions import kill_session

_START_SECONDS = 60.0  # a busy machine may take long to load the libraries


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """A running process.

    Attributes:
        process: the leader of a session of its own.
        connection: to it.
        folder: where it, or what it starts, may write; it is removed with the process.
    """

    process: subprocess.Popen[bytes]
    connection: Connection
    folder: Path

    def has_ended(self) -> bool:
        """Return whether it has ended by itself, or speaks though nobody asked it."""
        return self.connection.poll()  # its number stays its own until it is waited for

    def kill(self) -> None:
        """Kill it, if that has not been done."""
        if self.process.returncode is None:
            self.connection.close()
            kill_session(self.process.pid)
            self.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)


def start_reader(silence: float, threads: int) -> ReaderProcess:
    """Start the process and wait until it is ready.

    Args:
        silence: how long a message may take to come or go, in seconds.
        threads: how many processors it recognises pages with.

    Raises:
        WenbaoError: it does not start.
    """
    ours, theirs = socket.socketpair()
    patience = struct.pack("ll", math.ceil(silence), 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # in case a message is incomplete
        ours.setsockopt(socket.SOL_SOCKET, option, patience)
    folder = tempfile.mkdtemp(prefix="wenbao-reading-")
    module = "embeddings.reading.sandbox.child"
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - no untrusted input
            build_python_command(module, str(theirs.fileno()), str(threads), folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={"PYTHONUTF8": "1", "PATH": os.pathsep.join(os.get_exec_path())},
            cwd="/",
            start_new_session=True,
        )
    reader = ReaderProcess(process, Connection(ours.detach()), Path(folder))
    try:
        if reader.connection.poll(_START_SECONDS):
            reader.connection.recv_bytes()
            return reader
    except (EOFError, OSError):
        pass
    reader.kill()
    raise WenbaoError(
        "The process that reads files does not start. Check that enough memory is free and that"
        " the program is installed completely, and try again."
    )
