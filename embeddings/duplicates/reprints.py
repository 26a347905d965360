"""Reprints: whether two texts are the same story, printed again.

A reprint has another headline, lacks a paragraph or has a few sentences more, is cut short, was
read badly by a scanner: what the two share stands in the same order, with little put in its place.
Two stories from one template (the share prices of two days, two congresses of the same party) may
share as many words, but name by name and number by number one says this where the other says that.
So both are asked: how much is shared, and how often the texts disagree in the midst of it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from embeddings.duplicates.minhash import (
    SHINGLE,
    SHORTEST,
    Hashes,
    Letters,
    extract_letters,
    hash_shingles,
)

# Least share of the shingles of the shorter text that the longer one has, and of all shingles of
# both that they share. The second keeps a digest from being taken for each story that it holds.
CONTAINMENT, RESEMBLANCE = 0.7, 0.35
# How often the texts may disagree, in times per shared shingle. Chosen by reading linked pairs of
# news: below it they were the same story, and above it templates begin.
DISAGREEMENT = 0.01

_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十百千万亿]+")
_FIGURES = re.compile(r"\d+")
# Below so many different figures, their being others says nothing.
_SOME_FIGURES = 3

Places = NDArray[np.intp]


def is_reprint(one: str, other: str) -> bool:
    """Tell whether two texts are the same story; texts under 60 letters only if they are equal."""
    mine, others = extract_letters(one), extract_letters(other)
    if np.array_equal(mine, others):
        return len(mine) > 0
    if min(len(mine), len(others)) < SHORTEST or _tell_other_numbers(mine, others):
        return False
    here, there, least, union = _shared(hash_shingles(mine), hash_shingles(others))
    if len(here) < max(CONTAINMENT * least, RESEMBLANCE * union):
        return False
    here, there = _in_order(here, there)
    return _disagreements(mine, others, here, there) <= DISAGREEMENT * len(here)


def _shared(one: Hashes, other: Hashes) -> tuple[Places, Places, int, int]:
    """Return where the shared shingles first stand in each text, in the order of the first.

    Behind that: how many different shingles the text with fewer of them has, and both together.
    """
    mine, at = np.unique(one, return_index=True)
    others, other_at = np.unique(other, return_index=True)
    _, left, right = np.intersect1d(mine, others, assume_unique=True, return_indices=True)
    here, there = at[left], other_at[right]
    order = np.argsort(here)
    least, union = min(len(mine), len(others)), len(mine) + len(others) - len(here)
    return here[order], there[order], least, union


def _in_order(here: Places, there: Places) -> tuple[Places, Places]:
    """Keep the most places that rise in both texts (a longest increasing subsequence)."""
    if bool(np.all(np.diff(there) > 0)):
        return here, there
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, place in enumerate(there.tolist()):
        rank = bisect_left(ends, place)
        ends[rank : rank + 1] = [place]
        last[rank : rank + 1] = [number]
        before.append(last[rank - 1] if rank else -1)
    kept, number = [], last[-1]
    while number >= 0:
        kept.append(number)
        number = before[number]
    kept.reverse()
    return here[kept], there[kept]


def _disagreements(one: Letters, other: Letters, here: Places, there: Places) -> int:
    """Return how often one text has something else than the other, in the midst of what they share.

    Words that only one of them has are no disagreement, and neither are single letters, misread.
    What is replaced by the same again counts twice each time: so a template names its subjects.
    """
    found = Counter(_replacements(one, other, here, there))
    again = sum(2 * times for times in found.values() if times > 1)
    once = sum(not _misread(*pair) for pair, times in found.items() if times == 1)
    before = _text(one[: here[0]]), _text(other[: there[0]])
    after = _text(one[here[-1] :]), _text(other[there[-1] :])
    return again + once + _other_numbers(*before) + _other_numbers(*after)


def _replacements(
    one: Letters, other: Letters, here: Places, there: Places
) -> Iterator[tuple[str, str]]:
    """Yield what stands in the one text and what stands in its place in the other."""
    for gap in np.flatnonzero((np.diff(here) > 1) & (np.diff(there) > 1)).tolist():
        mine = _text(one[here[gap] : here[gap + 1] + SHINGLE])
        others = _text(other[there[gap] : there[gap + 1] + SHINGLE])
        mine, others = _without_common_ends(mine, others)
        if mine and others:
            yield mine, others


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    start = _alike(one, other)
    one, other = one[start:], other[start:]
    end = _alike(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _alike(one: str, other: str) -> int:
    """Return how many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _misread(one: str, other: str) -> bool:
    """Tell whether the one may be the other with single letters misread, none of them a number."""
    if len(one) != len(other):
        return False
    differing = "".join(" " if a == b else a + b for a, b in zip(one, other, strict=True))
    return all(len(run) == len("ab") and not _NUMBER.search(run) for run in differing.split())


def _other_numbers(one: str, other: str) -> bool:
    """Tell whether both state numbers, and none of them alike."""
    mine, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    return bool(mine and others and mine.isdisjoint(others))


def _tell_other_numbers(one: Letters, other: Letters) -> bool:
    """Tell whether most figures of the text that states fewer are not in the other one."""
    fewer, more = sorted((set(_FIGURES.findall(_text(text))) for text in (one, other)), key=len)
    return len(fewer) >= _SOME_FIGURES and 2 * len(fewer & more) < len(fewer)


def _text(letters: Letters) -> str:
    return letters.tobytes().decode("utf-32-le", "surrogatepass")
