"""What one request searches: all articles, or those that its filters leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.passages import PassageSettings
from embeddings.text.normalize import fold_all_aligned
from service.retrieval.filters import Columns, Days, Filters, Mask, parse_days
from service.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Scope:
    """A snapshot whose index finds nothing but the passages of the articles that are meant.

    Attributes:
        articles: their ids, ``(n,)``, ascending; None without filters.
    """

    snapshot: Snapshot
    articles: NDArray[np.str_] | None = None

    @property
    def size(self) -> int | None:
        """How many articles the filters leave; None without filters."""
        return None if self.articles is None else len(self.articles)

    def __contains__(self, article_id: str) -> bool:
        if self.articles is None:
            return True
        place = int(np.searchsorted(self.articles, article_id))
        return place < len(self.articles) and bool(self.articles[place] == article_id)


def build_scope(filters: Filters, snapshot: Snapshot, library: Library) -> Scope:
    """Return what ``filters`` leave of ``snapshot``, before anything is searched."""
    if not filters:
        return Scope(snapshot)
    shelf = _shelf(library, snapshot.analyzer.passages, snapshot.manifest.revision)
    allowed = filters.allow(shelf.columns)
    return Scope(snapshot.restrict(shelf.keys(allowed)), shelf.ids[allowed])


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All articles with the keys of their passages, which follow each other.

    Attributes:
        ids: ``(n,)``, ascending.
        first_keys: ``(n,)``.
        last_keys: ``(n,)``.
    """

    columns: Columns
    ids: NDArray[np.str_]
    first_keys: Keys
    last_keys: Keys

    def keys(self, allowed: Mask) -> Keys:
        """Return the keys of the passages of some articles, ascending."""
        first, counts = self.first_keys[allowed], (self.last_keys - self.first_keys + 1)[allowed]
        starts = np.cumsum(counts) - counts
        keys = np.repeat(first - starts, counts) + np.arange(counts.sum())
        return np.sort(keys).astype(np.int64)


@lru_cache(maxsize=2)
def _shelf(library: Library, settings: PassageSettings, _revision: int) -> _Shelf:
    """Read what filters need, once for each snapshot: about 1 s for 68,000 articles.

    An article that was stored after the snapshot is not in its index anyway; the passages of one
    that was replaced have other keys now, and are not shown.
    """
    rows = library.passages.ranges_by_article(settings)
    ids, sources, titles, dates, first, last = zip(*rows, strict=True) if rows else ((),) * 6
    days = _days_of_all(dates)
    columns = Columns(
        fold_all_aligned(sources),
        fold_all_aligned(titles),
        np.asarray([one.first for one in days], dtype=np.int32),
        np.asarray([one.last for one in days], dtype=np.int32),
    )
    return _Shelf(columns, np.asarray(ids, str), np.asarray(first, int), np.asarray(last, int))


def _days_of_all(dates: Sequence[str]) -> list[Days]:
    known = {text: parse_days(text) or Days(0, 0) for text in set(dates)}
    return [known[text] for text in dates]
