"""The JSON of asking many questions at once: one a line."""

from pydantic import BaseModel, ConfigDict, Field

from service.generation.reply import Mode
from service.strictness import Strictness
from service.web.problems import Problem
from service.web.schemas.asking import AskReply
from service.web.schemas.fields import Flag, Text, TopK
from service.web.schemas.filters import FiltersField


class BatchLine(BaseModel):
    """A question that stands for itself: nothing of a batch is stored or followed up."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "惠济区委书记是谁?"}]}
    )

    question: Text = Field(description="A question in plain words.", examples=["惠济区委书记是谁?"])
    top_k: TopK = Field(5, description="How many sources to give at most.")
    filters: FiltersField = None
    strictness: Strictness | None = Field(
        None, description="How sure an answer must be; by default as the server is set."
    )
    mode: Mode = Field(
        Mode.AUTO, description="Who answers: extractive, llm, or auto, as in POST /v1/ask."
    )
    debug: Flag = Field(False, description="Whether to give the scores of every source by stage.")


class BatchReply(AskReply):
    """The reply to one line, as POST /v1/ask gives it."""

    line: int = Field(description="The number of its question's line, from 1.")


class BatchProblem(Problem):
    """Why one line has no reply."""

    line: int = Field(description="The number of the line, from 1.", examples=[3])
