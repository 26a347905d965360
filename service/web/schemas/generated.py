"""The JSON of answers that a language model wrote."""

from pydantic import BaseModel, Field

from service.answers.answer import Generated, Notice, NoticeCode


class SentenceOut(BaseModel):
    """A sentence of a generated answer, and whether its sources support it."""

    start: int = Field(description="Character offset in the answer where it starts.", examples=[0])
    end: int = Field(
        description="Character offset where it ends, exclusive; includes its citations.",
        examples=[24],
    )
    citations: list[int] = Field(
        description="Numbers of the sources that it cites.", examples=[[1]]
    )
    supported: bool = Field(description="Whether these sources support it.", examples=[True])

    @classmethod
    def all_of(cls, generated: Generated | None) -> list["SentenceOut"]:
        """Convert; an extractive answer has none."""
        return [
            cls(start=s.start, end=s.end, citations=list(s.citations), supported=s.supported)
            for s in (generated.sentences if generated else ())
        ]


class NoticeOut(BaseModel):
    """Why a generated answer is missing or incomplete."""

    code: NoticeCode = Field(description="Stable identifier for programs.")
    detail: str = Field(
        description="The same as a sentence.", examples=["The language model was not reached."]
    )

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """Convert."""
        return cls(code=notice.code, detail=notice.detail)
