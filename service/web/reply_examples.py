"""Real replies of each operation, recorded by ``scripts/record_replies.py``, as examples."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from service.web.field_examples import Schema, add_field_examples

_GOOD = ("200", "202")
_LINES = "application/x-ndjson"


def add_reply_examples(openapi: dict[str, Any]) -> None:
    """Show the first recorded reply of each operation, and give each field an example from all."""
    pairs: list[tuple[Schema, object]] = []
    for operation, replies in _recorded().items():
        method, path = operation.split()
        described = openapi["paths"][path][method.lower()]["responses"]
        content = next(described[good]["content"] for good in _GOOD if good in described)
        if _LINES in content:
            schema = content[_LINES]["itemSchema"]
            content[_LINES]["example"] = json.dumps(replies[0], ensure_ascii=False)
        else:
            schema = content["application/json"]["schema"]
            content["application/json"]["example"] = replies[0]
        pairs += [(schema, reply) for reply in replies]
    add_field_examples(openapi["components"]["schemas"], pairs)


@cache
def _recorded() -> dict[str, list[object]]:
    path = Path(__file__).with_name("reply_examples.json")
    replies: dict[str, list[object]] = json.loads(path.read_text(encoding="utf-8"))
    return replies
