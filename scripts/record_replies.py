"""Record replies of every operation as examples for the OpenAPI document.

    python -m scripts.record_replies URL

A server must answer at URL, on a scratch data folder with the bundled collection: an article is
added, deleted and restored there. Writes `service/web/openapi/reply_examples.json`: for each
operation the first reply, which is shown whole, and later ones that fill further fields. Lists are
cut to their first element.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

REPLIES = Path(__file__).parents[1] / "service" / "web" / "openapi" / "reply_examples.json"
_QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
_ARTICLE: dict[str, Any] = {
    "title": "灯塔重新亮灯",
    "text": "海边的灯塔昨日修缮完成,重新亮灯。",
    "date": "2024-05-01",
    "byline": "记者 林远",
    "url": "https://example.org/lighthouse",
    "collection": "日报",
    "tags": ["海边"],
}
_UNKNOWN = "红烧肉怎么做?"
_LIST = "党员活动日当天组织党员开展哪些活动?"
_MENTIONED = "党建云平台"
Names = dict[str, str]


class Recorder:
    """Sends requests, and records the replies by operation."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.replies: dict[str, list[Any]] = {}

    def get(
        self, path: str, names: Names | None = None, query: Names | None = None
    ) -> dict[str, Any]:
        """Fetch ``path`` with its parameters from ``names``; return and record the reply."""
        return self._parse("GET", path, self.client.get(path.format(**names or {}), params=query))

    def send(
        self, method: str, path: str, names: Names | None = None, body: object = None
    ) -> dict[str, Any]:
        """Send a JSON body; return and record the reply."""
        address = path.format(**names or {})
        return self._parse(method, path, self.client.request(method, address, json=body))

    def send_lines(self, path: str, *lines: object) -> None:
        """Send a body of JSON lines; record the reply to each."""
        body = "\n".join(map(json.dumps, lines))
        headers = {"Content-Type": "application/x-ndjson"}
        response = self.client.post(path, content=body, headers=headers)
        response.raise_for_status()
        for line in response.text.splitlines():
            self._record("POST", path, json.loads(line))

    def _parse(self, method: str, path: str, response: httpx.Response) -> dict[str, Any]:
        response.raise_for_status()
        return self._record(method, path, response.json())

    def _record(self, method: str, path: str, reply: dict[str, Any]) -> dict[str, Any]:
        recorded, short = self.replies.setdefault(f"{method} {path}", []), shorten(reply)
        if filled_fields(short) - set().union(*map(filled_fields, recorded)):
            recorded.append(short)
        return reply


def shorten(reply: object) -> object:
    """Return a reply with lists of objects cut to one element; ranges of numbers stay whole."""
    if isinstance(reply, dict):
        return {name: shorten(value) for name, value in reply.items()}
    if isinstance(reply, list):
        kept = reply[:1] if reply and not isinstance(reply[0], int | float) else reply
        return [shorten(element) for element in kept]
    return reply


def filled_fields(reply: object, name: str = "") -> set[str]:
    """Return the dotted paths of the fields that are not empty."""
    if isinstance(reply, dict):
        return {field for key in reply for field in filled_fields(reply[key], f"{name}.{key}")}
    if isinstance(reply, list):
        return {field for element in reply for field in filled_fields(element, name)}
    return set() if reply in (None, "") else {name}


def record(recorder: Recorder) -> None:
    """Send a request to every operation that replies with JSON."""
    _ask(recorder)
    _conversations(recorder)
    _change(recorder)
    _read_status(recorder)


def _ask(recorder: Recorder) -> None:
    answer = recorder.send("POST", "/v1/ask", body={"question": _QUESTION})
    asked = (
        {"question": _UNKNOWN, "debug": True},
        {"question": _LIST},
        {"question": f"哪些文章提到{_MENTIONED}?"},
        {"question": _QUESTION, "filters": {"title": "党建"}},
    )
    for body in asked:
        recorder.send("POST", "/v1/ask", body=body)
    recorder.send_lines("/v1/ask/batch", {"question": _QUESTION}, *asked)
    recorder.send("POST", "/v1/search", body={"query": _MENTIONED, "top_k": 1})
    passage = {"query": _MENTIONED, "why": answer["sources"][0]["passage_id"]}
    recorder.send("POST", "/v1/search", body=passage | {"filters": {"title": "党建"}})
    recorder.get("/v1/mentions", query={"q": _MENTIONED})
    recorder.get("/v1/mentions", query={"q": _MENTIONED, "limit": "1"})
    messages = [{"role": "user", "content": _QUESTION}]
    chat = {"model": "wenbao-extractive", "messages": messages}
    recorder.send("POST", "/v1/chat/completions", body=chat)
    models = recorder.get("/v1/models")
    recorder.get("/v1/models/{name}", {"name": models["data"][0]["id"]})


def _conversations(recorder: Recorder) -> None:
    listed = recorder.get("/v1/conversations")
    recorder.get("/v1/conversations", query={"limit": "1"})
    conversation = {"conversation_id": listed["conversations"][-1]["id"]}
    recorder.get("/v1/conversations/{conversation_id}", conversation)
    path = "/v1/conversations/{conversation_id}/turns/{n}/suggestions"
    recorder.get(path, conversation | {"n": "1"})


def _change(recorder: Recorder) -> None:
    job = {"job_id": recorder.send("POST", "/v1/documents", body=_ARTICLE)["job_id"]}
    _finish(recorder, job)
    recorder.get("/v1/jobs/{job_id}/files", job)
    listed = recorder.get("/v1/documents", query={"q": _ARTICLE["title"]})
    recorder.get("/v1/documents", query={"limit": "1"})
    recorder.get("/v1/collections")
    recorder.send("POST", "/v1/ask", body={"question": "灯塔是哪天重新亮灯的?"})
    recorder.get("/v1/timeline", query={"q": "2024年的灯塔", "date_from": "2024"})
    article = {"article_id": listed["documents"][0]["id"]}
    recorder.get("/v1/documents/{article_id}", article)
    recorder.get("/v1/documents/{article_id}/regions", article)
    recorder.send("PUT", "/v1/documents/{article_id}", article, body={"byline": "记者 林远 文/图"})
    recorder.get("/v1/documents/{article_id}/history", article)
    recorder.send("POST", "/v1/documents/{article_id}/undo", article)
    body = {"ids": [article["article_id"]], "change": {"add_tags": ["海边"]}}
    recorder.send("POST", "/v1/changes", body=body)
    recorder.client.delete(f"/v1/documents/{article['article_id']}").raise_for_status()
    recorder.send("POST", "/v1/documents/{article_id}/restore", article)
    job = {"job_id": recorder.send("POST", "/v1/reindex", body={"full": True})["job_id"]}
    recorder.send("DELETE", "/v1/jobs/{job_id}", job)
    _finish(recorder, job)
    recorder.send("POST", "/v1/jobs/{job_id}/retry", job)
    job = {"job_id": recorder.get("/v1/jobs", query={"limit": "1"})["jobs"][0]["id"]}
    _finish(recorder, job)
    recorder.send("POST", "/v1/rollback")


def _finish(recorder: Recorder, job: dict[str, str]) -> None:
    """Wait for a job: its event stream ends with it."""
    recorder.client.get("/v1/jobs/{job_id}/events".format(**job)).raise_for_status()
    recorder.get("/v1/jobs/{job_id}", job)


def _read_status(recorder: Recorder) -> None:
    for path in ("/v1/statistics", "/v1/info", "/healthz", "/readyz"):
        recorder.get(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Record the replies and write the file."""
    parser = argparse.ArgumentParser(
        prog="record_replies", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("url")
    url = parser.parse_args(arguments).url
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        recorder = Recorder(client)
        record(recorder)
    text = json.dumps(recorder.replies, ensure_ascii=False, indent=1, sort_keys=True)
    REPLIES.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
