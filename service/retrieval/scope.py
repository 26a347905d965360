"""The scope of one request: all articles, or those that pass its filters."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings.library.library import Library
from service.retrieval.article_table import load_table
from service.retrieval.filters import Filters
from service.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Scope:
    """A snapshot whose index finds only passages of the selected articles.

    Attributes:
        articles: their ids, ``(n,)``, ascending; None if all are selected.
        is_filtered: whether filters select them, and not only the rights of whoever asks.
        today: the day of the request, which words such as 去年 are relative to; None if unknown.
    """

    snapshot: Snapshot
    articles: NDArray[np.str_] | None = None
    is_filtered: bool = False
    today: date | None = None

    @property
    def size(self) -> int | None:
        """How many articles pass the filters; None without filters."""
        return len(self.articles) if self.is_filtered and self.articles is not None else None

    def __contains__(self, article_id: str) -> bool:
        if self.articles is None:
            return True
        place = int(np.searchsorted(self.articles, article_id))
        return place < len(self.articles) and bool(self.articles[place] == article_id)


def build_scope(filters: Filters, snapshot: Snapshot, library: Library) -> Scope:
    """Restrict ``snapshot``, before searching, to the articles in ``library`` that pass."""
    if not filters and library.within is None:
        return Scope(snapshot)
    table = load_table(library, snapshot.analyzer.passages)
    allowed = filters.allow(table.columns)
    return Scope(snapshot.restrict(table.select_keys(allowed)), table.ids[allowed], bool(filters))
