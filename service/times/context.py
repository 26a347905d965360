"""What words for times are read against: the date of their text, and the times before them."""

from dataclasses import dataclass

from service.times.period import Period


@dataclass(frozen=True, slots=True)
class Context:
    """What the words are read against.

    Attributes:
        anchor: when the text was written; None if unknown.
        reference: the time told before, in the same paragraph; else that of the heading; or None.
        is_near: whether the reference is told in the same sentence or by the heading.
        is_adjacent: whether the words follow it at once: 去年12月.
    """

    anchor: Period | None = None
    reference: Period | None = None
    is_near: bool = False
    is_adjacent: bool = False

    @property
    def year(self) -> int | None:
        """The year that a half year without one belongs to."""
        if self.reference and (self.is_near or self.anchor is None):
            return self.reference.first.year
        return self.anchor.last.year if self.anchor else None
