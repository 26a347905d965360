"""Field types that requests share. Numbers and flags are strict: "5" and 0 are refused."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Flag = Annotated[bool, Field(strict=True, examples=[True])]


def _check_number(value: object) -> object:
    if isinstance(value, (str, bool)):
        raise ValueError("Input should be a number")
    return value


AS_NUMBER = BeforeValidator(_check_number)
"""Goes after the bounds of an int. 5.0 is accepted as an integer (JSON Schema, 4.2.3)."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"\S")
]
TopK = Annotated[int, Field(ge=1, le=50, examples=[5]), AS_NUMBER]


CONVERSATION_ID = "8cf3c1ad2e9d4b1f9a2b7c64d05e1f38"
PASSAGE_ID = "b7eb46144430e45b-17"
"""For examples."""


class Request(BaseModel):
    """A request that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid")
