"""The examples of fields are taken from whole replies."""

from typing import Any

from service.web.openapi.examples import add_field_examples

LINK = {"$ref": "#/components/schemas/Source"}


def schemas() -> dict[str, Any]:
    """Return an answer with a source, and with every shape that a field may have."""
    properties = {
        "text": {"type": "string"},
        "reason": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "best": {"anyOf": [LINK, {"type": "null"}]},
        "sources": {"type": "array", "items": LINK},
        "by_id": {"type": "object", "additionalProperties": LINK},
        "timings": {"type": "object", "additionalProperties": {"type": "number"}},
    }
    return {
        "Answer": {"properties": properties},
        "Source": {"properties": {"n": {"type": "integer"}, "page": {"type": "integer"}}},
    }


def examples(*replies: dict[str, Any], **declared: object) -> dict[str, object]:
    """Return the example of each field after ``replies``."""
    found = schemas()
    for name, value in declared.items():
        found["Answer"]["properties"][name]["examples"] = [value]
    add_field_examples(
        found, [({"$ref": "#/components/schemas/Answer"}, reply) for reply in replies]
    )
    return {
        f"{name}.{field}": item["examples"][0]
        for name, schema in found.items()
        for field, item in schema["properties"].items()
        if "examples" in item
    }


def test_first_reply_with_a_value_gives_the_example() -> None:
    assert examples({"text": "", "reason": None}, {"text": "甲"}, {"text": "乙"}) == {
        "Answer.text": "甲",
        "Answer.reason": None,
    }


def test_zero_and_false_count_as_values() -> None:
    assert examples({"text": 0}, {"text": 1})["Answer.text"] == 0
    assert examples({"text": False}, {"text": True})["Answer.text"] is False


def test_examples_that_were_declared_stay() -> None:
    assert examples({"text": "甲"}, text="声明") == {"Answer.text": "声明"}


def test_fields_of_other_schemas_are_found_however_they_are_reached() -> None:
    for reply in ({"best": {"n": 2}}, {"sources": [{"n": 2}]}, {"by_id": {"b7-1": {"n": 2}}}):
        assert examples(reply) == {"Source.n": 2}


def test_numbers_by_name_are_an_example_themselves() -> None:
    assert examples({"timings": {"search": 1.5}}) == {"Answer.timings": {"search": 1.5}}
