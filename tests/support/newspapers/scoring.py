"""Comparing the stories that were read with the true ones."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from embeddings.layout.newspaper import PrintedStory
from tests.support.newspapers.truth import TrueStory

_TOLERATED = 0.1  # share of a sentence's characters that may be misread
_PARTED = 0.95  # share of the characters that a story and its true one share
_SPACE = re.compile(r"\s+")


class Score(NamedTuple):
    """How well stories were read.

    Attributes:
        character_error_rate: edits from the text of each true story to that of its story, by its
            length; a story that was not found counts wholly. Order and parting count, too.
        whole: share of sentences in their story, in order, at most a tenth of them misread.
        exact: share of sentences in their story, in order, to the letter.
        parted: share of stories whose text has all of its own sentences and hardly another's.
        titled: share of stories whose title holds the true headline.
    """

    character_error_rate: float
    whole: float
    exact: float
    parted: float
    titled: float


def score_stories(stories: Sequence[PrintedStory], truths: Sequence[TrueStory]) -> Score:
    """Return how well the stories were read."""
    texts = [_join(story) for story in stories]
    true_texts = [_squeeze("".join(truth.sentences)) for truth in truths]
    distances = {
        (i, j): _measure_edits(t, x) for i, t in enumerate(true_texts) for j, x in enumerate(texts)
    }
    pairs = _match(distances, true_texts, texts)
    edits = whole = exact = parted = titled = 0
    for place, truth in enumerate(truths):
        found = pairs.get(place)
        if found is None:
            edits += len(true_texts[place])
            continue
        text, true_text = texts[found], true_texts[place]
        edits += distances[place, found]
        whole += _count_in_order(truth.sentences, text, _TOLERATED)
        exact += _count_in_order(truth.sentences, text, 0.0)
        parted += _is_parted(true_text, text, truth)
        title = _squeeze("".join(p.join(as_headline=True)[0] for p in stories[found].title))
        titled += _measure_nearest(_squeeze(truth.title), title) <= _TOLERATED * len(truth.title)
    length, sentences = sum(map(len, true_texts)), sum(len(t.sentences) for t in truths)
    count = len(truths)
    return Score(
        edits / length, whole / sentences, exact / sentences, parted / count, titled / count
    )


def _join(story: PrintedStory) -> str:
    return _squeeze("".join(paragraph.join()[0] for paragraph in story.paragraphs))


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)


def _match(
    distances: dict[tuple[int, int], int], true_texts: Sequence[str], texts: Sequence[str]
) -> dict[int, int]:
    """Return the story of each true one: those with the most in common first."""
    common = {
        (i, j): max(len(true_texts[i]), len(texts[j])) - edits
        for (i, j), edits in distances.items()
    }
    pairs: dict[int, int] = {}
    for (i, j), shared in sorted(common.items(), key=lambda item: -item[1]):
        if i not in pairs and j not in pairs.values() and shared > 0:
            pairs[i] = j
    return pairs


def _is_parted(true_text: str, text: str, truth: TrueStory) -> bool:
    """Return whether a story has its sentences, in whatever order, and little else."""
    found = sum(
        len(sentence)
        for sentence in map(_squeeze, truth.sentences)
        if _measure_nearest(sentence, text) <= 2 * _TOLERATED * len(sentence)
    )
    return found >= _PARTED * len(true_text) and len(text) * _PARTED <= len(true_text)


def _count_in_order(sentences: Sequence[str], text: str, tolerated: float) -> int:
    """Return how many sentences a text holds in their order, each at most so much misread."""
    ends: list[int] = []  # the smallest end of a run of each length: a longest increasing run
    for sentence in map(_squeeze, sentences):
        edits, end = _find_nearest(sentence, text, ends[-1] if ends else 0)
        if edits <= tolerated * len(sentence):
            place = bisect_left(ends, end)
            ends[place : place + 1] = [end]
    return len(ends)


def _measure_nearest(part: str, text: str) -> int:
    return _find_nearest(part, text)[0]


def _find_nearest(part: str, text: str, start: int = 0) -> tuple[int, int]:
    """Return the fewest edits from a part to any stretch of a text, and that stretch's end.

    Of several that are the same, it is the first one after ``start``.
    """
    place = text.find(part, start)
    place = place if place >= 0 else text.find(part)
    if place >= 0:
        return 0, place + len(part)
    last = _compute_edits(part, text, anywhere=True)
    end = int(last.argmin())
    return int(last[end]), end


def _measure_edits(one: str, other: str) -> int:
    return int(_compute_edits(one, other)[-1])


def _compute_edits(
    one: str, other: str, *, anywhere: bool = False
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the edits from ``one`` to each prefix of ``other``: Levenshtein's, row by row.

    With ``anywhere``, the stretch of ``other`` may begin anywhere (Sellers 1980).
    """
    codes = np.array([ord(letter) for letter in other], dtype=np.int64)
    steps = np.arange(len(other) + 1)
    row = np.zeros_like(steps) if anywhere else steps
    for number, letter in enumerate(one, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(letter)))
        row = np.concatenate(([number], best))
        row = np.minimum.accumulate(row - steps) + steps
    return row
