"""Numbers and truth values as JSON has them: "5" is no number, and 0 is not false."""

from typing import Annotated

from pydantic import BeforeValidator, Field

Flag = Annotated[bool, Field(strict=True, examples=[True])]


def _number(value: object) -> object:
    if isinstance(value, (str, bool)):
        raise ValueError("Input should be a number")
    return value


AS_NUMBER = BeforeValidator(_number)
"""Behind the bounds of an int. 5.0 is an integer too (JSON Schema, 4.2.3)."""
