"""The answer as it grows: without the model's thoughts or citations of missing passages."""

import re
from collections.abc import Collection

from service.generation.instructions import Instructions

MAXIMUM_CHARACTERS = 2000
_DECLINE_CHARACTERS = 80
_THOUGHTS, _THOUGHTS_END = "<think>", "</think>"
_CITATION = re.compile(r"[\[［【]\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]］】]")
# The beginning of a possible citation, at the end of the text so far.
_OPEN_CITATION = re.compile(r"[\[［【][\d\s,，、;；]{0,24}$")
# Control characters, lone surrogates, and marks that change the direction of writing.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Draft:
    """Collects the pieces of a generated answer.

    Every ``[n]`` in ``text`` is one of ``numbers``: citations become ``[1][2]`` however the model
    wrote them, and citations of passages that do not exist are removed.

    Attributes:
        text: the answer so far.
        dropped: the offsets in ``text`` where citations were removed.
    """

    def __init__(self, numbers: Collection[int], language: Instructions) -> None:
        self.text = ""
        self.dropped: list[int] = []
        self._numbers = numbers
        self._language = language
        self._pending = ""

    @property
    def full(self) -> bool:
        """Whether the answer has reached its maximum length."""
        return len(self.text) >= MAXIMUM_CHARACTERS

    @property
    def declines(self) -> bool:
        """Whether the text says that the passages do not answer the question."""
        uncited = _CITATION.sub("", self.text)
        if _extract_letters(uncited) == _extract_letters(self._language.no_answer):
            return True
        short = len(uncited) <= _DECLINE_CHARACTERS and uncited == self.text
        return short and bool(self._language.declining.search(uncited))

    def feed(self, piece: str) -> str:
        """Add a piece, and return what it adds to ``text``: nothing while that is undecided."""
        self._pending += _UNSAFE.sub("", piece)
        if not self.text:
            self._pending = _strip_thoughts(self._pending)
            if self._may_decline() or _THOUGHTS.startswith(self._pending[: len(_THOUGHTS)]):
                return ""
        undecided = _OPEN_CITATION.search(self._pending)
        return self._release(undecided.start() if undecided else len(self._pending))

    def finish(self) -> str:
        """Add what was still undecided, except unfinished thoughts, and return it."""
        if not self.text and self._pending.startswith(_THOUGHTS):
            self._pending = ""
        return self._release(len(self._pending))

    def _may_decline(self) -> bool:
        return self._language.no_answer.startswith(self._pending.rstrip())

    def _release(self, length: int) -> str:
        ready, self._pending = self._pending[:length], self._pending[length:]
        before = len(self.text)
        at = 0
        for match in _CITATION.finditer(ready):
            self.text += ready[at : match.start()] + self._normalize_citation(
                match, ready[at : match.start()]
            )
            at = match.end()
        self.text = (self.text + ready[at:])[:MAXIMUM_CHARACTERS]
        return self.text[before:]

    def _normalize_citation(self, match: re.Match[str], between: str) -> str:
        """Return the valid citations of one bracket; record where others were removed."""
        numbers = [int(number) for number in re.findall(r"\d+", match.group(1))]
        known = [number for number in numbers if number in self._numbers]
        if len(known) < len(numbers):
            self.dropped.append(len(self.text) + len(between))
        return "".join(f"[{number}]" for number in known)


def _strip_thoughts(text: str) -> str:
    """Return ``text`` without leading white space and finished thoughts."""
    text = text.lstrip()
    if text.startswith(_THOUGHTS) and _THOUGHTS_END in text:
        return text.partition(_THOUGHTS_END)[2].lstrip()
    return text


def _extract_letters(text: str) -> str:
    return "".join(re.findall(r"\w", text)).lower()
