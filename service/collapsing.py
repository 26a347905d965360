"""Reprints in a list of hits: what a better hit of the same story says is not said again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from embeddings.nouns import Article
from embeddings.sketches import Hashes, letters_of, shingles
from service.nouns import Hit

# How much of a hit's text better hits must say, in the share of its shingles: a scan with three
# misread letters in a hundred still passes, and a sentence more in a passage does not.
TOLD = 0.8


def collapse(hits: Sequence[Hit], stories: Mapping[str, str]) -> list[Hit]:
    """Return ``hits``, best first, without those that better ones of a reprint already tell.

    Different passages stay, of one article and of its reprints.

    Args:
        hits: best first.
        stories: the story of each article that has reprints, by article id.
    """
    if not stories:
        return list(hits)
    kept: list[Hit] = []
    for hit in hits:
        told = replace(hit, story=stories.get(hit.article.id, ""))
        if not _is_told(told, kept):
            kept.append(told)
    return kept


def with_reprints(hits: Sequence[Hit], told: Mapping[str, Sequence[Article]]) -> list[Hit]:
    """Return ``hits`` with the other articles of their stories; ``told`` has all, by story."""
    return [
        replace(hit, reprints=tuple(one for one in told[hit.story] if one.id != hit.article.id))
        if hit.story
        else hit
        for hit in hits
    ]


def _is_told(hit: Hit, better: Sequence[Hit]) -> bool:
    others = [
        _shingles(one)
        for one in better
        if hit.story and one.story == hit.story and one.article.id != hit.article.id
    ]
    if not others:
        return False
    mine = _shingles(hit)
    told = np.isin(mine, np.concatenate(others))
    return int(told.sum()) >= TOLD * len(mine)


def _shingles(hit: Hit) -> Hashes:
    return shingles(letters_of(hit.text))
