"""How schemathesis reads our JSON-lines bodies, which OpenAPI 3.2 calls sequential."""

import json
from typing import Any

import schemathesis

LINES = "application/x-ndjson"


@schemathesis.serializer(LINES)
def lines(ctx: schemathesis.SerializationContext, value: object) -> bytes:
    """Write each item of a list on a line of its own; anything else is one line."""
    items = value if isinstance(value, list) else [value]
    return "\n".join(map(json.dumps, items)).encode()


@schemathesis.hook
def before_load_schema(ctx: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Replace the schema of the body, any text, by a list of the items of a line."""
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get(LINES)
            if body:
                body["schema"] = {"type": "array", "minItems": 1, "items": body["itemSchema"]}
