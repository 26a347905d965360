"""Changing a library over HTTP: send, wait for the job, read the outcome."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.support.contract import get
from tests.support.event_reading import EventRead, events_in

Files = Mapping[str, str | bytes]


def parts(files: Files | list[tuple[str, str | bytes]]) -> list[tuple[str, tuple[str, bytes]]]:
    """Return files by name as httpx wants them."""
    pairs = files.items() if isinstance(files, Mapping) else files
    data = [(name, item.encode() if isinstance(item, str) else item) for name, item in pairs]
    return [("files", pair) for pair in data]


def upload(client: httpx.Client, files: Files | list[tuple[str, str | bytes]]) -> dict[str, Any]:
    """Upload files and return what was accepted."""
    response = client.post("/v1/documents", files=parts(files))
    assert response.status_code == 202, response.text
    reply: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/v1/jobs/{reply['job_id']}"
    return reply


def follow(client: httpx.Client, job_id: str) -> list[EventRead]:
    """Follow a job to its end, and return its events."""
    with client.stream("GET", f"/v1/jobs/{job_id}/events") as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events_in(response))


def finished(client: httpx.Client, job_id: str) -> dict[str, Any]:
    """Wait for the end of a job, and return it."""
    name, job = follow(client, job_id)[-1]
    assert name == "final"
    return job


def add(client: httpx.Client, files: Files | list[tuple[str, str | bytes]]) -> dict[str, Any]:
    """Upload files, wait, and return each file of the job by its name."""
    job_id = upload(client, files)["job_id"]
    job = finished(client, job_id)
    assert (job["state"], job["reason"]) == ("done", "")
    return {file["name"]: file for file in get(client, f"/v1/jobs/{job_id}/files")["files"]}


def article_ids(client: httpx.Client, file: str) -> list[str]:
    """Return the ids of the articles of a file."""
    listed = get(client, "/v1/documents", q=file, limit=200)["documents"]
    return [item["id"] for item in listed if item["file"] == file]
