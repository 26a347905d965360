"""The JSON of suggested questions."""

from pydantic import BaseModel, Field


class SuggestionsReply(BaseModel):
    """What may be asked next."""

    questions: list[str] = Field(
        description="At most three questions, made of what the articles of the answer say "
        "elsewhere. Each was answered before it is suggested, and none was asked before.",
        examples=[["中原区委书记是谁?", "中原区新组建了多少支志愿服务队?"]],
    )
