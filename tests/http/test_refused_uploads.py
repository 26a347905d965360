"""Uploads that are refused: too large, malformed, from another site, or on a full disk."""

import re
import resource
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.contract import ask, assert_problem
from tests.support.library_client import parts, upload
from tests.support.running_server import installed_server

QUESTION = "清泉镇文化站开办的夜校叫什么名字?"
LIMIT_BYTES = 50_000
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    """A client of a server for the uploads of this module only."""
    with (
        installed_server(data, WENBAO_UPLOAD_BYTES=str(LIMIT_BYTES)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def originals(data: Path) -> set[str]:
    return {path.name for path in (data / "originals").iterdir()}


def test_file_over_the_limit_is_refused_and_leaves_nothing(
    client: httpx.Client, data: Path
) -> None:
    before = originals(data)
    files = {"小.txt": b"x", "大.txt": b"x" * (LIMIT_BYTES + 1)}
    problem = assert_problem(
        client.post("/v1/documents", files=parts(files)), 413, "file_too_large"
    )
    assert "大.txt" in problem["detail"]
    assert str(LIMIT_BYTES) in problem["detail"]
    assert originals(data) == before
    assert upload(client, {"刚好.bin": b"x" * LIMIT_BYTES})["documents"][0]["name"] == "刚好.bin"


def test_request_over_ten_times_the_limit_is_refused_also_without_a_length(
    client: httpx.Client,
) -> None:
    def chunks() -> Iterator[bytes]:
        for n in range(12):
            disposition = f'form-data; name="f"; filename="{n}.bin"'
            yield f"--x\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
            yield b"x" * (LIMIT_BYTES - 10)
            yield b"\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"".join(chunks())
    for content in (body, chunks()):
        response = client.post("/v1/documents", content=content, headers=headers)
        assert_problem(response, 413, "request_entity_too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_media_types_are_a_415_problem(client: httpx.Client, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = client.post("/v1/documents", content=b"abc", headers=headers)
    assert_problem(response, 415, "unsupported_media_type")


HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("multipart/form-data; boundary=x", b"", "malformed_body"),
        ("multipart/form-data; boundary=x", b"nonsense", "malformed_body"),
        ("multipart/form-data; boundary=x", HEAD + b"abc", "malformed_body"),
        ("multipart/form-data", HEAD + b"abc\r\n--x--\r\n", "malformed_body"),
        (
            "multipart/form-data; boundary=x",
            HEAD.replace(b"filename", b"f") + b"\r\n--x--",
            "no_files",
        ),
        ("application/json", b"", "malformed_json"),
        ("application/json", b"[]", "no_articles"),
        ("application/json", b'{"title": "a"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": " "}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "b", "colour": "red"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "b", "date": "May"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "\\ud800"}', "malformed_json"),
        ("application/json", b'{"title": "a", "text": "b", "url": "file:///x"}', "invalid_request"),
        ("application/x-ndjson", b"\n\n", "no_articles"),
        ("application/x-ndjson", b"{\n", "malformed_json"),
    ],
)
def test_empty_or_malformed_body_is_a_problem_and_leaves_nothing(
    client: httpx.Client, data: Path, content_type: str, body: bytes, code: str
) -> None:
    before = originals(data)
    headers = {"Content-Type": content_type}
    status = 400 if code == "malformed_json" else 422
    assert_problem(client.post("/v1/documents", content=body, headers=headers), status, code)
    assert originals(data) == before


def test_bad_line_is_named_by_its_number(client: httpx.Client) -> None:
    body = b'{"title": "a", "text": "b"}\n{"title": "a"}\n'
    response = client.post("/v1/documents", content=body, headers=LINES)
    problem = assert_problem(response, 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["body.line 2.text"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_page_of_another_site_cannot_send_anything(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    response = client.post("/v1/documents", files=parts({"a.txt": "甲"}), headers=headers)
    assert_problem(response, 403, "cross_origin")
    assert_problem(client.post("/v1/reindex", headers=headers), 403, "cross_origin")


def test_upload_of_sixty_megabytes_takes_little_memory(tmp_path: Path) -> None:
    with (
        installed_server(tmp_path) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        ask(client, QUESTION)
        process = process_of(tmp_path)
        (process / "clear_refs").write_text("5")  # reset the peak, see proc(5)
        before = kilobytes(process, "VmHWM")
        upload(client, {"大.bin": b"\x00" * 60_000_000})
        assert kilobytes(process, "VmHWM") - before < 30_000


def process_of(data: Path) -> Path:
    """Return the /proc folder of the server on the folder ``data``."""
    for process in Path("/proc").glob("[0-9]*"):
        command = process / "cmdline"
        if command.exists() and str(data).encode() in command.read_bytes().split(b"\0"):
            return process
    pytest.fail("the server is not among the processes")


def kilobytes(process: Path, name: str) -> int:
    status = (process / "status").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_full_disk_is_a_507_problem_and_leaves_nothing(client: httpx.Client, data: Path) -> None:
    before = originals(data)
    pid = int(process_of(data).name)
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (20_000, hard))  # the largest size of any file
    try:
        response = client.post("/v1/documents", files=parts({"大.txt": b"x" * 40_000}))
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    problem = assert_problem(response, 507, "insufficient_storage")
    assert "Make room on the disk" in problem["detail"]
    assert originals(data) == before
    assert upload(client, {"大.bin": b"x" * 40_000})["documents"][0]["state"] == "queued"
