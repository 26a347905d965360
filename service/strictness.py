"""How sure an answer must be before it is given: three named levels."""

from enum import StrEnum


class Strictness(StrEnum):
    """How readily a question is declined."""

    STRICT = "strict"
    BALANCED = "balanced"
    LENIENT = "lenient"

    @property
    def threshold(self) -> int:
        """The least confidence, 0-100, that is answered."""
        return _THRESHOLDS[self]


_THRESHOLDS = {Strictness.STRICT: 50, Strictness.BALANCED: 22, Strictness.LENIENT: 10}
