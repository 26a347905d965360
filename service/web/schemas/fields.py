"""Field types that requests share. Numbers and flags are strict: "5" is no number, 0 not false."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Flag = Annotated[bool, Field(strict=True, examples=[True])]


def _number(value: object) -> object:
    if isinstance(value, (str, bool)):
        raise ValueError("Input should be a number")
    return value


AS_NUMBER = BeforeValidator(_number)
"""Behind the bounds of an int. 5.0 is an integer too (JSON Schema, 4.2.3)."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"\S")
]
TopK = Annotated[int, Field(ge=1, le=50, examples=[5]), AS_NUMBER]


CONVERSATION_ID = "8cf3c1ad2e9d4b1f9a2b7c64d05e1f38"
PASSAGE_ID = "b7eb46144430e45b-17"
"""Of examples."""


class Request(BaseModel):
    """A request without any other fields than these."""

    model_config = ConfigDict(extra="forbid")
