"""The JSON of feedback."""

from pydantic import BaseModel, ConfigDict, Field

from service.conversations.feedback import Complaint, Feedback, FeedbackInput, Rating
from service.web.schemas.fields import PASSAGE_ID


class FeedbackRequest(BaseModel):
    """A reader's feedback on an answer."""

    model_config = ConfigDict(extra="forbid")

    answer_id: str = Field(
        min_length=1,
        max_length=100,
        description="The `id` of the answer.",
        examples=["6d066a49c62344f5afcb99c4c9fc539f"],
    )
    rating: Rating = Field(
        description="Whether the answer was useful. A refusal can be useful too.",
        examples=["useful"],
    )
    passage_id: str = Field(
        "",
        max_length=100,
        description="Id of the passage with the right answer, if any.",
        examples=[PASSAGE_ID],
    )
    comment: str = Field(
        "",
        max_length=2000,
        description="Free-form comment.",
        examples=["答案在第二段"],
    )

    reasons: list[Complaint] = Field(
        [],
        max_length=len(Complaint),
        description="Why it was of no use: it is wrong, incomplete, off the topic, outdated, or "
        "not what its source says.",
        examples=[["incomplete"]],
    )

    def to_input(self) -> FeedbackInput:
        """Convert."""
        return FeedbackInput(
            self.answer_id, self.rating, self.passage_id, self.comment, tuple(self.reasons)
        )


class FeedbackOut(BaseModel):
    """What a reader said of an answer."""

    rating: Rating = Field(description="Whether it was useful.", examples=["not_useful"])
    reasons: list[Complaint] = Field(description="Why it was of no use.", examples=[["incomplete"]])
    comment: str = Field(description="Free-form comment, or empty.", examples=["答案在第二段"])

    @classmethod
    def of(cls, feedback: Feedback) -> "FeedbackOut":
        """Convert."""
        return cls(rating=feedback.rating, reasons=list(feedback.reasons), comment=feedback.comment)
