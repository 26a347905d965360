"""What every question and query is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.web.schemas.strict import AS_NUMBER

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"\S")
]
TopK = Annotated[int, Field(ge=1, le=50), AS_NUMBER]


class Request(BaseModel):
    """A request without any other fields than these."""

    model_config = ConfigDict(extra="forbid")
