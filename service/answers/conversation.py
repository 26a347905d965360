"""A turn of a conversation, and the sources it cited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceReference:
    """The range of an article that an answer quoted."""

    article_id: str
    passage_id: str
    title: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and its answer.

    Attributes:
        asked_at: seconds since 1970, UTC.
        question: as typed.
        interpreted: the standalone question that was answered instead.
        carried_over: the words it took from the turns before, or "".
        answer: as displayed, verbatim; "" if the question was declined.
        short: the words in it that answer, or "".
        sources: what it cited; () if the question was declined.
        answer_id: identifies the answer; "" in turns stored before answers had ids.
        untold: of several questions in one, those that the articles do not answer.
        reply: the whole answer, packed for storage (``service.conversations.packed_answer``); ""
            in turns stored before whole answers were.
    """

    asked_at: float
    question: str
    interpreted: str
    carried_over: str
    answer: str
    short: str
    sources: tuple[SourceReference, ...] = ()
    answer_id: str = ""
    untold: tuple[str, ...] = ()
    reply: str = ""

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return bool(self.answer)
