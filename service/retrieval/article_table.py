"""What filters look at, of every article, kept up to date from one change to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.library.library import Library
from embeddings.library.records import Keys, PassageRange
from embeddings.library.row_mapping import load_tags
from embeddings.passages import PassageSettings
from embeddings.text.normalize import fold, fold_all_aligned
from service.retrieval.filters import Columns, Days, Mask, parse_days


@dataclass(frozen=True, slots=True)
class ArticleTable:
    """All articles with the keys of their passages, which are consecutive.

    Attributes:
        columns: what filters look at.
        first_keys: ``(n,)``.
        last_keys: ``(n,)``.
        by_key: ``(n,)``, the rows in the order of their keys.
    """

    columns: Columns
    first_keys: Keys
    last_keys: Keys
    by_key: NDArray[np.int64]

    @property
    def ids(self) -> NDArray[np.str_]:
        """The ids of the articles, ``(n,)``, ascending."""
        return self.columns.ids

    def select_keys(self, allowed: Mask) -> Keys:
        """Return the keys of the passages of the ``allowed`` articles, ascending."""
        first, counts = self.first_keys[allowed], (self.last_keys - self.first_keys + 1)[allowed]
        starts = np.cumsum(counts) - counts
        keys = np.repeat(first - starts, counts) + np.arange(counts.sum())
        return np.sort(keys).astype(np.int64)


class _Loaded(NamedTuple):
    """The articles as of a revision of the library; ``changed_at`` is their last change then."""

    revision: int
    changed_at: float
    table: ArticleTable


_MOST = 8  # one for each group of collections that a key is limited to, and for all
_loaded: dict[tuple[Library, PassageSettings], _Loaded] = {}
_lock = Lock()


def load_table(library: Library, settings: PassageSettings) -> ArticleTable:
    """Return the current articles: loaded once, then only what has changed since.

    That is about 1 s for 54,000 articles at first. An index that is behind the library does not
    find articles that were stored since, nor those that were replaced: they have new passage keys.
    """
    with _lock:
        revision = library.revision
        former = _loaded.pop((library, settings), None)
        if former is None or former.revision != revision:
            former = _load(library, settings, revision, former)
        _loaded[library, settings] = former
        while len(_loaded) > _MOST:
            del _loaded[next(iter(_loaded))]
        return former.table


def _load(
    library: Library, settings: PassageSettings, revision: int, former: _Loaded | None
) -> _Loaded:
    changed_at = library.articles.changed_at
    if former is None:
        table = _build_table(library.passages.ranges_by_article(settings))
    else:
        table = _update(library, settings, former)
    return _Loaded(revision, changed_at, table)


def _update(library: Library, settings: PassageSettings, former: _Loaded) -> ArticleTable:
    """Return the table without deleted articles, and with what was added or replaced since."""
    table = former.table
    last_key = int(table.last_keys.max(initial=0))
    current = np.asarray(library.articles.ids(), str)
    changed = np.asarray(library.passages.changed_articles(last_key, former.changed_at), str)
    added = {*changed.tolist(), *current[~_are_among(current, table.ids)].tolist()}
    kept = _are_among(table.ids, current)
    kept[kept] = ~_are_among(table.ids[kept], np.sort(changed))
    new = _build_table(library.passages.ranges_of(sorted(added), settings))
    places = np.searchsorted(table.ids[kept], new.ids)
    pairs = zip(_list(table), _list(new), strict=True)
    return _build([_insert(column[kept], places, others) for column, others in pairs])


def _insert(column: NDArray[Any], places: NDArray[np.int64], values: NDArray[Any]) -> NDArray[Any]:
    widest = np.result_type(column, values)  # of strings, or the longer ones would be cut
    return np.insert(column.astype(widest, copy=False), places, values)


def _list(table: ArticleTable) -> list[NDArray[Any]]:
    columns = (getattr(table.columns, field.name) for field in fields(Columns))
    return [*columns, table.first_keys, table.last_keys]


def _build(columns: Sequence[NDArray[Any]]) -> ArticleTable:
    *filtered, first_keys, last_keys = columns
    return ArticleTable(Columns(*filtered), first_keys, last_keys, np.argsort(first_keys))


def _build_table(ranges: Sequence[PassageRange]) -> ArticleTable:
    """Return the table of the ``ranges`` of passages, which are in the order of article ids."""
    rows = zip(*ranges, strict=True) if ranges else ((),) * len(PassageRange._fields)
    ids, sources, titles, dates, collections, tags, first, last = rows
    parsed = {text: parse_days(text) or Days(0, 0) for text in set(dates)}
    days = np.asarray([parsed[text] for text in dates], dtype=np.int32).reshape(-1, 2)
    texts = (np.asarray(fold_all_aligned(part), object) for part in (sources, titles))
    filed = _fold_each(collections, fold), _fold_each(tags, _read_tags)
    keys = np.asarray(first, np.int64), np.asarray(last, np.int64)
    return _build([np.asarray(ids, str), *texts, days[:, 0], days[:, 1], *filed, *keys])


def _fold_each(values: Sequence[str], read: Callable[[str], object]) -> NDArray[np.object_]:
    """Return what ``read`` makes of each value; each different one is read once."""
    known = {value: read(value) for value in set(values)}
    column = np.empty(len(values), object)
    column[:] = [known[value] for value in values]
    return column


def _read_tags(stored: str) -> frozenset[str]:
    return frozenset(map(fold, load_tags(stored)))


def _are_among(sought: NDArray[np.str_], ids: NDArray[np.str_]) -> Mask:
    """Return which of ``sought`` are among the ascending ``ids``."""
    if not len(ids):
        return np.zeros(len(sought), dtype=np.bool_)
    places = np.minimum(np.searchsorted(ids, sought), len(ids) - 1)
    found: Mask = ids[places] == sought
    return found
