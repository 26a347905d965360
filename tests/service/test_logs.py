"""The log: no value from a request makes a line of its own in it, and programs can read it."""

import json
import logging
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.access.keys import KeyStore, Role
from service.logs import REQUEST_ID, EventFormatter, JsonFormatter, describe
from service.settings import Settings
from tests.support.console import wenbao
from tests.support.contract import ask
from tests.support.running_server import logged_server, running_server

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


def test_json_has_one_object_a_line_with_what_is_known() -> None:
    record = logging.LogRecord("service.x", logging.ERROR, "a.py", 1, "x\n%s", (FORGED,), None)
    vars(record).update(describe(status=500))
    token = REQUEST_ID.set("id-1")
    try:
        line = JsonFormatter().format(record)
    finally:
        REQUEST_ID.reset(token)
    assert "\n" not in line
    event = json.loads(line)
    assert event.pop("time").endswith("+00:00")
    assert event == {
        "level": "error",
        "logger": "service.x",
        "message": f"x\n{FORGED}",
        "request_id": "id-1",
        "status": 500,
    }


QUESTION = "惠济区委书记是谁?"


@pytest.mark.parametrize("logs_questions", ["off", "on"])
def test_each_request_is_logged_and_questions_only_if_asked_for(
    tmp_path: Path, logs_questions: str
) -> None:
    log = tmp_path / "log"
    settings = {"WENBAO_LOG_FORMAT": "json", "WENBAO_LOG_LEVEL": "info"}
    settings |= {"WENBAO_LOG_QUESTIONS": logs_questions}
    with (
        logged_server(tmp_path / "data", log, **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        ask(client, QUESTION)
        client.get("/v1/timeline", params={"q": QUESTION}, headers={"X-Request-Id": "id-1"})
    text = log.read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    [told] = [event for event in events if event.get("request_id") == "id-1"]
    assert (told["method"], told["path"], told["status"]) == ("GET", "/v1/timeline", 200)
    assert told["milliseconds"] >= 0
    [asked] = [event for event in events if event.get("outcome")]
    assert asked["outcome"] == "answered"
    assert asked.get("question") == (QUESTION if logs_questions == "on" else None)
    assert (QUESTION in text) == (logs_questions == "on")


def test_audit_log_tells_who_changed_what_and_who_was_refused(tmp_path: Path) -> None:
    audit, data = tmp_path / "audit.jsonl", tmp_path / "data"
    keys = KeyStore(Settings.load(data=data).library_path)
    editor, reader = (
        {"Authorization": f"Bearer {keys.add(name, role)}"}
        for name, role in (("编辑部", Role.EDITOR), ("读者", Role.READER))
    )
    settings = {"WENBAO_AUTH": "required", "WENBAO_AUDIT_LOG": str(audit)}
    files = {"files": ("甲.txt", "党建\n\n甲乙丙丁。".encode())}
    with (
        running_server(data, **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        client.post("/v1/documents", files=files, headers=editor | {"X-Request-Id": "id-1"})
        audit.rename(tmp_path / "moved.jsonl")
        client.post("/v1/documents", files=files, headers=reader)
        client.get("/v1/documents", headers=reader)
        client.post("/v1/ask", json={"question": QUESTION}, headers=reader)
    assert (tmp_path / "moved.jsonl").stat().st_mode & 0o077 == 0
    [added] = read_lines(tmp_path / "moved.jsonl")
    assert (added["key"], added["address"], added["request_id"]) == ("编辑部", "127.0.0.1", "id-1")
    assert (added["method"], added["path"], added["status"]) == ("POST", "/v1/documents", 202)
    [refused] = read_lines(audit)
    assert (refused["key"], refused["status"]) == ("读者", 403)


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_audit_log_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    finished = wenbao("serve", "--data", str(tmp_path), WENBAO_AUDIT_LOG=str(tmp_path / "x" / "y"))
    assert finished.returncode == 2
    assert "WENBAO_AUDIT_LOG" in finished.stderr
