"""The JSON of a batch of questions, one per line."""

from pydantic import BaseModel, ConfigDict, Field

from service.language_model import Mode
from service.strictness import Strictness
from service.web.problems import Problem
from service.web.schemas.asking import AskReply
from service.web.schemas.fields import Flag, Text, TopK
from service.web.schemas.filters import FiltersField


class BatchLine(BaseModel):
    """A self-contained question. A batch stores no conversations and allows no follow-ups."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "惠济区委书记是谁?"}]}
    )

    question: Text = Field(
        description="The question, in plain language.", examples=["惠济区委书记是谁?"]
    )
    top_k: TopK = Field(5, description="Maximum number of sources to return.")
    filters: FiltersField = None
    strictness: Strictness | None = Field(
        None,
        description="How confident an answer must be; defaults to the server's setting.",
    )
    mode: Mode = Field(
        Mode.AUTO, description="How to answer: extractive, llm or auto, as in POST /v1/ask."
    )
    debug: Flag = Field(
        False, description="Whether to include the scores of every source at each stage."
    )


class BatchReply(AskReply):
    """The reply to one line, in the form of POST /v1/ask."""

    line: int = Field(description="Number of the line with the question, from 1.")


class BatchProblem(Problem):
    """Why a line could not be answered."""

    line: int = Field(description="Number of the line, from 1.", examples=[3])
