"""Three levels of confidence required before a question is answered."""

from enum import StrEnum


class Strictness(StrEnum):
    """How readily a question is declined."""

    STRICT = "strict"
    BALANCED = "balanced"
    LENIENT = "lenient"

    @property
    def threshold(self) -> int:
        """The lowest confidence, 0-100, at which a question is answered."""
        return _THRESHOLDS[self]


_THRESHOLDS = {Strictness.STRICT: 60, Strictness.BALANCED: 40, Strictness.LENIENT: 15}
