"""A turn of a conversation, and the sources it cited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Which passage an answer was shown from."""

    article_id: str
    passage_id: str
    title: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what came of it.

    Attributes:
        asked_at: seconds since 1970, UTC.
        question: as it was typed.
        interpreted: the standalone question that was answered in its stead.
        carried_over: what that took from the turns before, or "".
        answer: what was shown, verbatim; "" when the question was declined.
        short: the words in it that answer, or "".
        sources: what was cited; () when the question was declined.
        answer_id: what its answer can be spoken of by, or "" from before there were such ids.
    """

    asked_at: float
    question: str
    interpreted: str
    carried_over: str
    answer: str
    short: str
    sources: tuple[SourceReference, ...] = ()
    answer_id: str = ""

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return bool(self.answer)
