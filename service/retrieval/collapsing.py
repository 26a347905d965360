"""Collapse reprints: drop hits whose text a better hit of the same story already covers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from embeddings.documents import Article
from embeddings.duplicates.minhash import Hashes, extract_letters, hash_shingles
from service.answers.hits import Hit

# The share of a hit's shingles that better hits must contain to cover it. A scan with three misread
# letters in a hundred still counts as covered; a passage with one more sentence does not.
COVERED = 0.8


def collapse(hits: Sequence[Hit], stories: Mapping[str, str]) -> list[Hit]:
    """Return ``hits``, best first, without those that better hits of a reprint already cover.

    Different passages of an article and its reprints stay.

    Args:
        hits: best first.
        stories: the story of each article that has reprints, by article id.
    """
    collapsed: list[Hit] = []
    seen: defaultdict[str, list[tuple[str, Hashes]]] = defaultdict(list)
    for hit in hits:
        story = stories.get(hit.article.id, "")
        if story:
            signature = hit.article.id, hash_shingles(extract_letters(hit.text))
            if _is_covered(signature, seen[story]):
                continue
            seen[story].append(signature)
        collapsed.append(replace(hit, story=story) if story else hit)
    return collapsed


def attach_reprints(hits: Sequence[Hit], articles: Mapping[str, Sequence[Article]]) -> list[Hit]:
    """Return ``hits`` with the other articles of their stories; ``articles`` has all, by story."""
    return [
        replace(hit, reprints=tuple(a for a in articles[hit.story] if a.id != hit.article.id))
        if hit.story
        else hit
        for hit in hits
    ]


def _is_covered(hit: tuple[str, Hashes], better: Sequence[tuple[str, Hashes]]) -> bool:
    """Return whether ``better`` hits of other articles cover ``hit``: article ids and shingles."""
    article_id, shingles = hit
    others = [hashes for other_id, hashes in better if other_id != article_id]
    if not others:
        return False
    return int(np.isin(shingles, np.concatenate(others)).sum()) >= COVERED * len(shingles)
