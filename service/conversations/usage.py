"""How the stored conversations went: questions, declined ones, and what readers said of answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts over the questions of the conversations that are kept.

    Attributes:
        asked: the questions.
        declined: those that were declined.
        useful: the answers that readers found useful.
        not_useful: those that they did not.
    """

    asked: int
    declined: int
    useful: int
    not_useful: int
