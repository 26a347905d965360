"""Examples for OpenAPI: recorded replies of each operation, and field values taken from them.

The replies are recorded by ``scripts/record_replies.py``.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_SUCCESS = ("200", "202")
_LINES = "application/x-ndjson"
_EMPTY: tuple[object, ...] = (None, "", [], {})


def add_reply_examples(openapi: dict[str, Any]) -> None:
    """Add the first recorded reply to each operation, and an example value to each field."""
    pairs: list[tuple[Schema, object]] = []
    for operation, replies in _load_replies().items():
        method, path = operation.split()
        described = openapi["paths"][path][method.lower()]["responses"]
        content = next(described[status]["content"] for status in _SUCCESS if status in described)
        if _LINES in content:
            schema = content[_LINES]["itemSchema"]
            content[_LINES]["example"] = json.dumps(replies[0], ensure_ascii=False)
        else:
            schema = content["application/json"]["schema"]
            content["application/json"]["example"] = replies[0]
        pairs += [(schema, reply) for reply in replies]
    add_field_examples(openapi["components"]["schemas"], pairs)


@cache
def _load_replies() -> dict[str, list[object]]:
    path = Path(__file__).with_name("reply_examples.json")
    replies: dict[str, list[object]] = json.loads(path.read_text(encoding="utf-8"))
    return replies


def add_field_examples(
    schemas: dict[str, Schema], replies: Iterable[tuple[Schema, object]]
) -> None:
    """Give every plain field without an example the first value in the replies.

    Args:
        schemas: the OpenAPI components by name; changed in place.
        replies: the schema of each reply, and the reply as JSON. An empty value becomes an example
            only if the field is empty in all replies.
    """
    pairs = [pair for schema, reply in replies for pair in _find_fields(schemas, schema, reply)]
    for field, value in sorted(pairs, key=lambda pair: pair[1] in _EMPTY):
        field.setdefault("examples", [value])


def has_reference(field: Schema) -> bool:
    """Return whether a field refers to other schemas, which have their own examples."""
    return _REFERENCE in json.dumps(field)


def _find_fields(
    schemas: dict[str, Schema], schema: Schema, reply: object
) -> Iterator[tuple[Schema, object]]:
    """Yield the schema and the value of each plain field within ``reply``."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_REFERENCE)]
    for choice in schema.get("anyOf", ()):
        yield from _find_fields(schemas, choice, reply)
    if isinstance(reply, list):
        for element in reply:
            yield from _find_fields(schemas, schema.get("items", {}), element)
    if isinstance(reply, dict):
        properties = schema.get("properties", {})
        for name, value in reply.items():
            if name in properties and not has_reference(properties[name]):
                yield properties[name], value
            inner = properties.get(name, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from _find_fields(schemas, inner, value)
