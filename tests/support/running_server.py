"""A real server: ``wenbao serve`` in a process of its own, on a port that the system chooses."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO

import pytest

from tests.support.console import WENBAO
from tests.support.environment import environment
from tests.support.forking import Fork

GREETING = "Wenbao answers at "
PATIENCE_SECONDS = 180  # for a busy machine; a ready server does not wait


@contextmanager
def running_server(data: Path, **settings: str) -> Iterator[str]:
    """Start a server on the folder ``data``, yield its address, and stop it at the end."""
    with running(_serving(data), **settings) as url:
        yield url


@contextmanager
def logged_server(data: Path, log: Path, **settings: str) -> Iterator[str]:
    """Do the same, and write its errors to ``log``."""
    with _running(_serving(data), log, settings) as url:
        yield url


@contextmanager
def running(arguments: list[str], **settings: str) -> Iterator[str]:
    """Run ``wenbao`` with arguments that make it a server, and yield its address."""
    with (
        tempfile.NamedTemporaryFile() as errors,
        _running(arguments, Path(errors.name), settings) as url,
    ):
        yield url


@contextmanager
def installed_server(data: Path, **settings: str) -> Iterator[str]:
    """Start a server as users do, from the installed script, which loads all of the program."""
    with (
        tempfile.NamedTemporaryFile() as errors,
        subprocess.Popen(
            [WENBAO, *_serving(data)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env=environment(**settings),
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield _address(process.stdout, Path(errors.name), process.kill)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _serving(data: Path) -> list[str]:
    return ["serve", "--port", "0", "--data", str(data)]


@contextmanager
def _running(arguments: list[str], errors: Path, settings: dict[str, str]) -> Iterator[str]:
    with Fork.of(arguments, settings, errors) as fork:
        try:
            yield _address(fork.output, errors, fork.process.kill)
        finally:
            fork.process.terminate()
            fork.process.join(PATIENCE_SECONDS)
            assert fork.process.exitcode is not None


def _address(output: IO[str], errors: Path, kill: Callable[[], None]) -> str:
    """Return the address that the server prints once it listens, or fail with its errors."""
    alarm = Timer(PATIENCE_SECONDS, kill)
    alarm.start()
    line = output.readline()
    alarm.cancel()
    if line.startswith(GREETING):
        return line.removeprefix(GREETING).strip()
    said = errors.read_text(encoding="utf-8")
    pytest.fail(f"the server did not start; it said {line!r} and {said}")
