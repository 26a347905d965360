"""What each character folds to, for folding character by character.

It stands apart because numpy takes a tenth of a second to load, and most processes that read a file
never fold aligned.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

# The blocks in which a single character may fold to another single one: Latin, Greek and Cyrillic
# capitals, letter-like forms, Chinese characters and compatibility forms, full-width forms.
_FOLDABLE = (*range(0x41, 0x590), *range(0x2100, 0xA000), *range(0xF900, 0x10000))


@dataclass(frozen=True, slots=True)
class FoldTable:
    """A table of characters.

    Attributes:
        codes: for every code point, the code point it folds to, if that is a single one.
    """

    codes: NDArray[np.uint32]

    @classmethod
    def of(cls, fold: Callable[[str], str]) -> Self:
        """Fold every character by itself."""
        codes = np.arange(sys.maxunicode + 1, dtype="<u4")
        # All at once: one by one they took four times as long, at every start. A line end keeps
        # them apart, since nothing combines with it.
        together = fold("\n".join(map(chr, _FOLDABLE))).split("\n")
        for code, folded in zip(_FOLDABLE, together, strict=True):
            if len(folded) == 1:
                codes[code] = ord(folded)
        return cls(codes)

    def fold(self, text: str) -> str:
        """Return ``text`` with each character folded."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        folded: bytes = self.codes[codes].tobytes()
        return folded.decode("utf-32-le", "surrogatepass")

    def find_spellings(self, character: str) -> str:
        """Return all characters that fold to the same one as ``character``."""
        return "".join(map(chr, np.flatnonzero(self.codes == self.codes[ord(character)])))
