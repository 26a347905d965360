"""The answer as it grows: cleaned, without the model's thoughts, citing only what there is."""

import re
from collections.abc import Collection

from service.generation.instructions import Instructions

MAXIMUM_CHARACTERS = 2000
_DECLINE_CHARACTERS = 80
_THOUGHTS, _THOUGHTS_END = "<think>", "</think>"
_CITATION = re.compile(r"[\[［【]\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]］】]")
# The beginning of what may become a citation, at the end of what has come so far.
_OPEN_CITATION = re.compile(r"[\[［【][\d\s,，、;；]{0,24}$")
# Control characters, halves of characters, and marks that turn the direction of writing.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Draft:
    """Collects the pieces of a generated answer.

    Every ``[n]`` in ``text`` is one of ``numbers``: citations are written as ``[1][2]`` however the
    model wrote them, and those of passages that do not exist are taken out.

    Attributes:
        text: what stands so far.
        dropped: where in ``text`` citations were taken out.
    """

    def __init__(self, numbers: Collection[int], language: Instructions) -> None:
        self.text = ""
        self.dropped: list[int] = []
        self._numbers = numbers
        self._language = language
        self._held = ""

    @property
    def full(self) -> bool:
        """Whether nothing more is taken in."""
        return len(self.text) >= MAXIMUM_CHARACTERS

    @property
    def declines(self) -> bool:
        """Whether the answer is that the passages do not tell."""
        said = _CITATION.sub("", self.text)
        if _letters(said) == _letters(self._language.no_answer):
            return True
        short = len(said) <= _DECLINE_CHARACTERS and said == self.text
        return short and bool(self._language.declining.search(said))

    def feed(self, piece: str) -> str:
        """Take in a piece, and return what it adds to ``text``: nothing while that is undecided."""
        self._held += _UNFIT.sub("", piece)
        if not self.text:
            self._held = _after_thoughts(self._held)
            if self._may_decline() or _THOUGHTS.startswith(self._held[: len(_THOUGHTS)]):
                return ""
        undecided = _OPEN_CITATION.search(self._held)
        return self._take(undecided.start() if undecided else len(self._held))

    def finish(self) -> str:
        """Return what was still undecided: nothing more will come. Unfinished thoughts are none."""
        if not self.text and self._held.startswith(_THOUGHTS):
            self._held = ""
        return self._take(len(self._held))

    def _may_decline(self) -> bool:
        return self._language.no_answer.startswith(self._held.rstrip())

    def _take(self, length: int) -> str:
        ready, self._held = self._held[:length], self._held[length:]
        before = len(self.text)
        at = 0
        for match in _CITATION.finditer(ready):
            self.text += ready[at : match.start()] + self._cited(match, ready[at : match.start()])
            at = match.end()
        self.text = (self.text + ready[at:])[:MAXIMUM_CHARACTERS]
        return self.text[before:]

    def _cited(self, match: re.Match[str], between: str) -> str:
        """Return the citations of one bracket that exist; remember where others were."""
        numbers = [int(number) for number in re.findall(r"\d+", match.group(1))]
        known = [number for number in numbers if number in self._numbers]
        if len(known) < len(numbers):
            self.dropped.append(len(self.text) + len(between))
        return "".join(f"[{number}]" for number in known)


def _after_thoughts(text: str) -> str:
    """Return ``text`` without white space and finished thoughts at its beginning."""
    text = text.lstrip()
    if text.startswith(_THOUGHTS) and _THOUGHTS_END in text:
        return text.partition(_THOUGHTS_END)[2].lstrip()
    return text


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text)).lower()
