"""The OpenAPI contract describes every operation and field; its examples work."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest

from service.web.openapi.examples import has_reference
from tests.support.contract import ask, get


@pytest.fixture
def contract(client: httpx.Client) -> dict[str, Any]:
    return get(client, "/openapi.json")


def operations(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_is_described(contract: dict[str, Any]) -> None:
    silent = [
        name
        for name, item in operations(contract)
        if not (item["summary"] and item["description"] and item["tags"])
    ]
    assert silent == []


def test_every_operation_documents_its_problems(contract: dict[str, Any]) -> None:
    for name, operation in operations(contract):
        reported = set(operation["responses"])
        assert {"421", "500"} <= reported, name
        if "requestBody" in operation:
            assert {"400", "403", "408", "413", "415"} <= reported, name
        for later in reported & {"429", "503"}:
            assert "Retry-After" in operation["responses"][later]["headers"], name


def test_every_parameter_and_every_field_is_described(contract: dict[str, Any]) -> None:
    parameters = [
        (name, item["name"])
        for name, operation in operations(contract)
        for item in operation.get("parameters", [])
        if not item.get("description")
    ]
    fields = [
        (name, field)
        for name, schema in contract["components"]["schemas"].items()
        for field, item in schema.get("properties", {}).items()
        if not item.get("description")
    ]
    assert (parameters, fields) == ([], [])


def test_every_field_has_an_example(contract: dict[str, Any]) -> None:
    bare = [
        (name, field)
        for name, schema in contract["components"]["schemas"].items()
        for field, item in schema.get("properties", {}).items()
        if not (item.get("examples") or has_reference(item))
    ]
    assert bare == []


def test_every_example_of_a_field_fits_it(contract: dict[str, Any]) -> None:
    for name, schema in contract["components"]["schemas"].items():
        for field, item in schema.get("properties", {}).items():
            for example in item.get("examples", []):
                whole = {**item, "components": contract["components"]}
                errors = list(jsonschema.Draft202012Validator(whole).iter_errors(example))
                assert errors == [], (name, field)


def test_every_parameter_has_an_example_or_shows_what_it_may_be(contract: dict[str, Any]) -> None:
    bare = [
        (name, item["name"])
        for name, operation in operations(contract)
        for item in operation.get("parameters", [])
        if not (item["schema"].get("examples") or item["schema"].get("default"))
        and "enum" not in json.dumps(resolved(contract, item["schema"]))
    ]
    assert bare == []


def resolved(contract: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the alternatives of a schema, with references resolved."""
    schemas = contract["components"]["schemas"]
    choices = schema.get("anyOf", [schema])
    return [
        schemas[choice["$ref"].rpartition("/")[2]] if "$ref" in choice else choice
        for choice in choices
    ]


def test_every_reply_has_an_example_that_fits_its_schema(contract: dict[str, Any]) -> None:
    bare = []
    for name, operation in operations(contract):
        for status in {"200", "202"} & set(operation["responses"]):
            content = operation["responses"][status].get("content", {}).get("application/json")
            if content is None:
                continue
            if "example" not in content:
                bare.append(name)
                continue
            schema = {**content["schema"], "components": contract["components"]}
            jsonschema.Draft202012Validator(schema).validate(content["example"])
    assert bare == []


def example(contract: dict[str, Any], model: str) -> dict[str, Any]:
    """Return the example of a model, or else one made of those of its fields."""
    schema = contract["components"]["schemas"][model]
    if "examples" in schema:
        found: dict[str, Any] = schema["examples"][0]
        return found
    return {
        name: field["examples"][0]
        for name, field in schema["properties"].items()
        if "examples" in field
    }


def test_example_of_every_request_is_answered(
    contract: dict[str, Any], client: httpx.Client
) -> None:
    begun = ask(client)
    title = f"/v1/conversations/{begun['conversation_id']}"
    sent = {
        "AskRequest": client.post("/v1/ask", json=example(contract, "AskRequest")),
        "SearchRequest": client.post("/v1/search", json=example(contract, "SearchRequest")),
        "ChatRequest": client.post("/v1/chat/completions", json=example(contract, "ChatRequest")),
        "RenameRequest": client.patch(title, json=example(contract, "RenameRequest")),
        "ReindexRequest": client.post("/v1/reindex", json=example(contract, "ReindexRequest")),
    }
    assert {name: response.status_code for name, response in sent.items()} == {
        "AskRequest": 200,
        "SearchRequest": 200,
        "ChatRequest": 200,
        "RenameRequest": 204,
        "ReindexRequest": 202,
    }
    assert sent["AskRequest"].json()["answered"] is True
    assert client.get(title).json()["title"] == example(contract, "RenameRequest")["title"]
