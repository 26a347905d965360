"""Decide whether two texts are the same story, printed again.

A reprint has a different headline, lacks a paragraph, adds a few sentences, is shortened or was
badly scanned: what the two share is in the same order, with little substituted. Two stories from
one template (the share prices of two days, two congresses of the same party) may share as many
words, but name by name and number by number they say different things. So two things are measured:
how much is shared, and how often the texts disagree within it.
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

# The minimum share of the shorter text's shingles that the longer one contains, and of all shingles
# of both that they share. The second prevents a digest from matching every story it contains.
CONTAINMENT, RESEMBLANCE = 0.7, 0.35
# The most disagreements per shared shingle. Chosen by reading linked pairs of news: below it they
# were the same story; above it templates begin.
DISAGREEMENT = 0.01

_NUMBER = re.compile(r"\d+|[〇零一二三四五六七八九十百千万亿]+")
_FIGURES = re.compile(r"\d+")
# With fewer different figures than this, a difference means nothing.
_SOME_FIGURES = 3

Places = NDArray[np.intp]


def is_reprint(first: str, second: str) -> bool:
    """Return whether two texts are the same story; under 60 letters, only if they are equal."""
    mine, others = extract_letters(first), extract_letters(second)
    if np.array_equal(mine, others):
        return len(mine) > 0
    if min(len(mine), len(others)) < SHORTEST or _differ_in_figures(mine, others):
        return False
    here, there, least, union = _find_shared(hash_shingles(mine), hash_shingles(others))
    if len(here) < max(CONTAINMENT * least, RESEMBLANCE * union):
        return False
    here, there = _keep_rising(here, there)
    return _count_disagreements(mine, others, here, there) <= DISAGREEMENT * len(here)


def _find_shared(first: Hashes, second: Hashes) -> tuple[Places, Places, int, int]:
    """Return where the shared shingles first occur in each text, in the order of the first.

    Then the number of distinct shingles of the text with fewer of them, and of both together.
    """
    mine, at = np.unique(first, return_index=True)
    others, other_at = np.unique(second, return_index=True)
    _, left, right = np.intersect1d(mine, others, assume_unique=True, return_indices=True)
    here, there = at[left], other_at[right]
    order = np.argsort(here)
    least, union = min(len(mine), len(others)), len(mine) + len(others) - len(here)
    return here[order], there[order], least, union


def _keep_rising(here: Places, there: Places) -> tuple[Places, Places]:
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
    rising, number = [], last[-1]
    while number >= 0:
        rising.append(number)
        number = before[number]
    rising.reverse()
    return here[rising], there[rising]


def _count_disagreements(first: Letters, second: Letters, here: Places, there: Places) -> int:
    """Count how often the texts differ within what they share.

    Words that only one of them has are no disagreement; neither are single misread letters. A
    replacement that recurs counts twice each time: this is how a template names its subjects.
    """
    replaced = Counter(_find_replacements(first, second, here, there))
    again = sum(2 * times for times in replaced.values() if times > 1)
    once = sum(not _is_misreading(*pair) for pair, times in replaced.items() if times == 1)
    before = _decode(first[: here[0]]), _decode(second[: there[0]])
    after = _decode(first[here[-1] :]), _decode(second[there[-1] :])
    return again + once + _have_disjoint_numbers(*before) + _have_disjoint_numbers(*after)


def _find_replacements(
    first: Letters, second: Letters, here: Places, there: Places
) -> Iterator[tuple[str, str]]:
    """Yield each passage of one text with what the other text has in its place."""
    for gap in np.flatnonzero((np.diff(here) > 1) & (np.diff(there) > 1)).tolist():
        mine = _decode(first[here[gap] : here[gap + 1] + SHINGLE])
        others = _decode(second[there[gap] : there[gap + 1] + SHINGLE])
        mine, others = _strip_common_ends(mine, others)
        if mine and others:
            yield mine, others


def _strip_common_ends(first: str, second: str) -> tuple[str, str]:
    start = _measure_common_prefix(first, second)
    first, second = first[start:], second[start:]
    end = _measure_common_prefix(first[::-1], second[::-1])
    return first[: len(first) - end], second[: len(second) - end]


def _measure_common_prefix(first: str, second: str) -> int:
    """Return the length of the common prefix."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def _is_misreading(first: str, second: str) -> bool:
    """Return whether the texts differ only in single misread letters, none of them a number."""
    if len(first) != len(second):
        return False
    differing = "".join(" " if a == b else a + b for a, b in zip(first, second, strict=True))
    return all(len(run) == len("ab") and not _NUMBER.search(run) for run in differing.split())


def _have_disjoint_numbers(first: str, second: str) -> bool:
    """Return whether both state numbers and have none in common."""
    mine, others = set(_NUMBER.findall(first)), set(_NUMBER.findall(second))
    return bool(mine and others and mine.isdisjoint(others))


def _differ_in_figures(first: Letters, second: Letters) -> bool:
    """Return whether most figures of the text with fewer figures are missing from the other."""
    fewer, more = sorted(
        (set(_FIGURES.findall(_decode(text))) for text in (first, second)), key=len
    )
    return len(fewer) >= _SOME_FIGURES and 2 * len(fewer & more) < len(fewer)


def _decode(letters: Letters) -> str:
    return letters.tobytes().decode("utf-32-le", "surrogatepass")
