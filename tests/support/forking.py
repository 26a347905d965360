"""``wenbao`` forked from a process that has loaded the program already.

It is the same program in a process of its own, but loading the code and the dictionaries, seconds
of processor time, is done once for all the tests of a run and not for each process.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import IO, Self

from tests.support.environment import environment

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["__main__", "tests.support.preloaded"])


@dataclass(frozen=True)
class Fork:
    """A running ``wenbao``.

    Attributes:
        output: its standard output.
    """

    process: ForkServerProcess
    output: IO[str]

    @classmethod
    @contextmanager
    def of(cls, arguments: list[str], settings: dict[str, str], errors: Path) -> Iterator[Self]:
        """Start ``wenbao`` in the working folder; it is killed at the end if it has not ended.

        Args:
            arguments: what follows ``wenbao`` on the command line.
            settings: environment variables.
            errors: the file to which standard error is appended.
        """
        reading, writing = _CONTEXT.Pipe(duplex=False)
        given = (arguments, environment(**settings), Path.cwd(), writing, errors)
        process = _CONTEXT.Process(target=_run, args=given)
        process.start()
        writing.close()
        try:
            with reading, open(reading.fileno(), encoding="utf-8", closefd=False) as output:
                yield cls(process, output)
        finally:
            process.kill()
            process.join()


def remove_sockets() -> None:
    """Remove this process's sockets; a worker of xdist may be killed before it does so.

    Their folder stays: it is removed by Python, which complains if it is gone.
    """
    for path in Path(get_temp_dir()).iterdir():
        path.unlink()


def _run(
    arguments: list[str],
    variables: dict[str, str],
    folder: Path,
    output: Connection,
    errors: Path,
) -> None:
    from service.cli import main  # noqa: PLC0415 - the process that forks has loaded it

    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    tempfile.tempdir = None  # it depends on the environment
    os.dup2(output.fileno(), 1)
    with errors.open("ab") as file:
        os.dup2(file.fileno(), 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - until the end
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = ["wenbao", *arguments]
    main()
