"""What every question and query is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.web.schemas.strict import AS_NUMBER

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
