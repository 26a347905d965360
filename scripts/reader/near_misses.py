"""Questions with one piece exchanged, so that the passages that answered them no longer do."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from embeddings.text.terms import Segmenter
from scripts.reader.examples import Question

_TAGS = ("nr", "ns", "nt", "nz")
_SHORTEST = 2  # characters of a name
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_YEARS = range(1990, 2026)
_TRIES = 20


class NearMisses:
    """Exchanges names and years of a set's questions."""

    def __init__(self, questions: Sequence[str], segmenter: Segmenter) -> None:
        self._pieces = [self._find_names(text, segmenter) for text in questions]
        self._rows = {text: row for row, text in enumerate(questions)}
        self._names: dict[str, list[str]] = {}
        for pieces in self._pieces:
            for tag, name, _ in pieces:
                self._names.setdefault(tag, []).append(name)

    @staticmethod
    def _find_names(text: str, segmenter: Segmenter) -> list[tuple[str, str, int]]:
        found, start = [], 0
        for word in segmenter.tagged(text):
            if word.tag in _TAGS and len(word.text) >= _SHORTEST:
                found.append((word.tag, word.text, start))
            start += len(word.text)
        return found

    def add_to(self, question: Question, document: str) -> Question:
        """Return ``question`` with its near misses; ``document`` is the text that answers it."""
        if not question.answers:
            return question
        draw = random.Random(question.text)  # noqa: S311 - a sample, not a secret
        changed = []
        for tag, name, start in self._pieces[self._rows[question.text]]:
            others = (draw.choice(self._names[tag]) for _ in range(_TRIES))
            other = next((one for one in others if one not in document), None)
            if other and name in document:
                text = question.text
                changed.append(text[:start] + other + text[start + len(name) :])
        for match in _YEAR.finditer(question.text):
            years = [year for year in _YEARS if str(year) not in document]
            start, end = match.span()
            changed.append(f"{question.text[:start]}{draw.choice(years)}{question.text[end:]}")
        return replace(question, near_misses=tuple(changed))
