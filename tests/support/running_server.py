"""A real server: ``wenbao serve`` in a process of its own, on a port that the system chooses."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO

import pytest

from tests.support.console import WENBAO, environment

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
    with (
        log.open("w+", encoding="utf-8") as errors,
        _running(_serving(data), errors, settings) as url,
    ):
        yield url


def _serving(data: Path) -> list[str]:
    return ["serve", "--port", "0", "--data", str(data)]


@contextmanager
def running(arguments: list[str], **settings: str) -> Iterator[str]:
    """Run ``wenbao`` with arguments that make it a server, and yield its address."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        _running(arguments, errors, settings) as url,
    ):
        yield url


@contextmanager
def _running(arguments: list[str], errors: IO[str], settings: dict[str, str]) -> Iterator[str]:
    with subprocess.Popen(
        [WENBAO, *arguments],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        env=environment(**settings),
    ) as process:
        try:
            yield _address(process, errors)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _address(process: subprocess.Popen[str], errors: IO[str]) -> str:
    """Return the address that the server prints once it listens, or fail with its errors."""
    assert process.stdout is not None
    alarm = Timer(PATIENCE_SECONDS, process.kill)
    alarm.start()
    line = process.stdout.readline()
    alarm.cancel()
    if line.startswith(GREETING):
        return line.removeprefix(GREETING).strip()
    errors.seek(0)
    pytest.fail(f"the server did not start; it said {line!r} and {errors.read()}")
