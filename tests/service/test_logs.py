"""The log: no value from a request makes a line of its own in it."""

import logging
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from service.logs import EventFormatter
from tests.support.running_server import logged_server

FORGED = "WARNING: all is lost"


def formatted(message: str, *values: object, error: Exception | None = None) -> str:
    known = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("name", logging.WARNING, "a.py", 1, message, values, known)
    return EventFormatter().format(record)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"x\n{FORGED}", rf"x\n{FORGED}"),
        (f"x\r{FORGED}", rf"x\r{FORGED}"),
        ("x\x1b[2Ky", r"x\x1b[2Ky"),
        ("x\x85\u2028y", r"x\x85\u2028y"),
        ("绿东播报 a\\b", "绿东播报 a\\b"),
    ],
)
def test_control_characters_are_escaped_and_nothing_else(value: str, shown: str) -> None:
    assert formatted("read %s", value) == f"read {shown}"


def test_lines_of_a_traceback_are_indented() -> None:
    try:
        raise ValueError(f"x\n{FORGED}\x1b[2K")
    except ValueError:
        error = sys.exception()
    assert isinstance(error, ValueError)
    first, *others = formatted("it failed", error=error).split("\n")
    assert first == "it failed"
    assert rf"  {FORGED}\x1b[2K" in others
    assert all(line.startswith("  ") for line in others)


def test_path_of_a_failing_request_forges_no_line(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with logged_server(tmp_path / "data", log) as url:
        with closing(sqlite3.connect(tmp_path / "data" / "library.sqlite3")) as connection:
            connection.execute("ALTER TABLE turns RENAME TO elsewhere")
        path = f"/v1/conversations/x%0a{FORGED.replace(' ', '%20')}%1b%5b2K"
        assert httpx.get(url + path, timeout=60, trust_env=False).status_code == 500
    lines = log.read_text(encoding="utf-8").split("\n")
    [named] = [line for line in lines if FORGED in line]
    assert named.startswith("request ")
    assert named.endswith(rf" failed: GET /v1/conversations/x\n{FORGED}\x1b[2K")
