"""Reprints in a list of hits: what a better hit of the same story says is not said again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from embeddings.documents import Article
from embeddings.duplicates.minhash import Hashes, extract_letters, hash_shingles
from service.answers.hits import Hit

# How much of a hit's text better hits must say, in the share of its shingles: a scan with three
# misread letters in a hundred still passes, and a sentence more in a passage does not.
COVERED = 0.8


def collapse(hits: Sequence[Hit], stories: Mapping[str, str]) -> list[Hit]:
    """Return ``hits``, best first, without those that better ones of a reprint already tell.

    Different passages stay, of one article and of its reprints.

    Args:
        hits: best first.
        stories: the story of each article that has reprints, by article id.
    """
    kept: list[Hit] = []
    told: defaultdict[str, list[tuple[str, Hashes]]] = defaultdict(list)
    for hit in hits:
        story = stories.get(hit.article.id, "")
        if story:
            said = hit.article.id, hash_shingles(extract_letters(hit.text))
            if _is_told(said, told[story]):
                continue
            told[story].append(said)
        kept.append(replace(hit, story=story) if story else hit)
    return kept


def attach_reprints(hits: Sequence[Hit], told: Mapping[str, Sequence[Article]]) -> list[Hit]:
    """Return ``hits`` with the other articles of their stories; ``told`` has all, by story."""
    return [
        replace(hit, reprints=tuple(one for one in told[hit.story] if one.id != hit.article.id))
        if hit.story
        else hit
        for hit in hits
    ]


def _is_told(said: tuple[str, Hashes], before: Sequence[tuple[str, Hashes]]) -> bool:
    """Tell whether other articles said it ``before``: article id and shingles of each hit."""
    others = [hashes for article, hashes in before if article != said[0]]
    if not others:
        return False
    return int(np.isin(said[1], np.concatenate(others)).sum()) >= COVERED * len(said[1])
