"""The scope of one request: all articles, or those that pass its filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    """A snapshot whose index finds only passages of the selected articles.

    Attributes:
        articles: their ids, ``(n,)``, ascending; None without filters.
        today: the day of the request, which words such as 去年 are relative to; None if unknown.
    """

    snapshot: Snapshot
    articles: NDArray[np.str_] | None = None
    today: date | None = None

    @property
    def size(self) -> int | None:
        """How many articles pass the filters; None without filters."""
        return None if self.articles is None else len(self.articles)

    def __contains__(self, article_id: str) -> bool:
        if self.articles is None:
            return True
        place = int(np.searchsorted(self.articles, article_id))
        return place < len(self.articles) and bool(self.articles[place] == article_id)


def build_scope(filters: Filters, snapshot: Snapshot, library: Library) -> Scope:
    """Restrict ``snapshot`` to the articles that pass ``filters``, before searching."""
    if not filters:
        return Scope(snapshot)
    table = _load_table(library, snapshot.analyzer.passages, snapshot.manifest.revision)
    allowed = filters.allow(table.columns)
    return Scope(snapshot.restrict(table.select_keys(allowed)), table.ids[allowed])


@dataclass(frozen=True, slots=True)
class _ArticleTable:
    """All articles with the keys of their passages, which are consecutive.

    Attributes:
        ids: ``(n,)``, ascending.
        first_keys: ``(n,)``.
        last_keys: ``(n,)``.
    """

    columns: Columns
    ids: NDArray[np.str_]
    first_keys: Keys
    last_keys: Keys

    def select_keys(self, allowed: Mask) -> Keys:
        """Return the keys of the passages of the ``allowed`` articles, ascending."""
        first, counts = self.first_keys[allowed], (self.last_keys - self.first_keys + 1)[allowed]
        starts = np.cumsum(counts) - counts
        keys = np.repeat(first - starts, counts) + np.arange(counts.sum())
        return np.sort(keys).astype(np.int64)


@lru_cache(maxsize=2)
def _load_table(library: Library, settings: PassageSettings, _revision: int) -> _ArticleTable:
    """Load what filters need, once per snapshot: about 1 s for 68,000 articles.

    Articles stored after the snapshot are not in its index anyway. The passages of an article that
    was replaced have new keys, so they are not found.
    """
    rows = library.passages.ranges_by_article(settings)
    ids, sources, titles, dates, first, last = zip(*rows, strict=True) if rows else ((),) * 6
    days = _parse_all_days(dates)
    columns = Columns(
        fold_all_aligned(sources),
        fold_all_aligned(titles),
        np.asarray([day.first for day in days], dtype=np.int32),
        np.asarray([day.last for day in days], dtype=np.int32),
    )
    return _ArticleTable(
        columns, np.asarray(ids, str), np.asarray(first, int), np.asarray(last, int)
    )


def _parse_all_days(dates: Sequence[str]) -> list[Days]:
    parsed = {text: parse_days(text) or Days(0, 0) for text in set(dates)}
    return [parsed[text] for text in dates]
