"""A quantity in a text: its value, its unit, its qualifier and its range."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from embeddings.documents import Span
from embeddings.quantities.units import CURRENCIES, Dimension, Unit, list_senses


class Qualifier(StrEnum):
    """How the true value relates to the one that is written."""

    NONE = ""
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that a text states.

    Attributes:
        span: the whole of it, with qualifiers and unit.
        core: the same without qualifiers.
        numeral: only the numeral.
        low: the value in its unit; of a range (三四百, 3～5万), the lower end.
        high: the upper end of a range, else the value.
        unit: in the sense that it has here.
        qualifier: 近 and 不到 are below, 余 and 以上 above, 约 and 左右 about.
        is_ordinal: whether it counts in order: 第三次.
    """

    span: Span
    core: Span
    numeral: Span
    low: Fraction
    high: Fraction
    unit: Unit
    qualifier: Qualifier = Qualifier.NONE
    is_ordinal: bool = False

    @property
    def amount(self) -> tuple[str, Fraction, Fraction]:
        """What it amounts to, equal for equal quantities whatever their script and unit.

        How many persons, things or times are counted is not told apart. Qualifiers do not matter.
        """
        unit = self.unit
        if self.is_ordinal:
            return "ordinal", self.low, self.high
        if unit.is_counting:
            return "count", self.low, self.high
        if unit.dimension is Dimension.CALENDAR:
            return unit.name.removesuffix("份").replace("号", "日"), self.low, self.high
        if unit.name in CURRENCIES:
            return unit.name, self.low, self.high
        return unit.dimension, self.low * unit.scale, self.high * unit.scale

    @property
    def dimensions(self) -> frozenset[Dimension]:
        """What it may measure: 度 is a temperature, or electricity."""
        senses = list_senses(self.unit.name)
        return frozenset((self.unit.dimension, *(sense.dimension for sense in senses)))
