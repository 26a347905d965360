"""Reading server-sent events as an HTTP client does."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

EventRead = tuple[str, dict[str, Any]]


def stream_of(client: httpx.Client, question: str, **fields: object) -> list[EventRead]:
    """Ask with ``stream``, and return every event."""
    body = {"question": question, "stream": True, **fields}
    with client.stream("POST", "/v1/ask", json=body) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events_in(response))


def events_in(response: httpx.Response) -> Iterator[EventRead]:
    """Yield the name and data of each event; skip comments."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
