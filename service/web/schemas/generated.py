"""The JSON of answers that a language model wrote."""

from pydantic import BaseModel, Field

from service.answers.answer import Generated, Notice, NoticeCode


class SentenceOut(BaseModel):
    """A sentence of a generated answer, with whether its sources bear it out."""

    start: int = Field(description="Where it starts in the answer, in characters.", examples=[0])
    end: int = Field(description="Where it ends, the citations behind it included.", examples=[24])
    citations: list[int] = Field(
        description="Numbers of the sources that it names.", examples=[[1]]
    )
    supported: bool = Field(description="Whether these sources bear it out.", examples=[True])

    @classmethod
    def all_of(cls, generated: Generated | None) -> list["SentenceOut"]:
        """Convert; an extractive answer has none."""
        return [
            cls(start=one.start, end=one.end, citations=one.citations, supported=one.supported)  # type: ignore[arg-type] # a tuple becomes a list
            for one in (generated.sentences if generated else ())
        ]


class NoticeOut(BaseModel):
    """Why a generated answer is missing or cut off."""

    code: NoticeCode = Field(description="Stable name, for programs.")
    detail: str = Field(
        description="The same in a sentence.", examples=["The language model was not reached."]
    )

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """Convert."""
        return cls(code=notice.code, detail=notice.detail)
