"""Examples in the OpenAPI: recorded replies of each operation, and single fields out of them.

The replies are recorded by ``scripts/record_replies.py``.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_GOOD = ("200", "202")
_LINES = "application/x-ndjson"
_EMPTY: tuple[object, ...] = (None, "", [], {})


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


def add_field_examples(
    schemas: dict[str, Schema], replies: Iterable[tuple[Schema, object]]
) -> None:
    """Give every plain field that has no example the first one that a reply tells.

    Args:
        schemas: the components of an OpenAPI, by name; changed in place.
        replies: the schema of each reply, and the reply as JSON. What is empty in one is looked
            for in the others; only where it is empty in all of them, that is its example.
    """
    found = [pair for schema, reply in replies for pair in _fields(schemas, schema, reply)]
    for field, value in sorted(found, key=lambda pair: pair[1] in _EMPTY):
        field.setdefault("examples", [value])


def leads_to_others(field: Schema) -> bool:
    """Tell whether a field is made of other schemas, which have examples themselves."""
    return _REFERENCE in json.dumps(field)


def _fields(
    schemas: dict[str, Schema], schema: Schema, reply: object
) -> Iterator[tuple[Schema, object]]:
    """Yield the schema and the value of each plain field within ``reply``."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_REFERENCE)]
    for choice in schema.get("anyOf", ()):
        yield from _fields(schemas, choice, reply)
    if isinstance(reply, list):
        for element in reply:
            yield from _fields(schemas, schema.get("items", {}), element)
    if isinstance(reply, dict):
        properties = schema.get("properties", {})
        for name, value in reply.items():
            if name in properties and not leads_to_others(properties[name]):
                yield properties[name], value
            within = properties.get(name, schema.get("additionalProperties"))
            if isinstance(within, dict):
                yield from _fields(schemas, within, value)
