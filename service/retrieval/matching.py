"""All articles that match a query, beyond the passages that a search shows."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from embeddings.library.library import Library
from embeddings.library.records import Keys
from service.retrieval.article_table import ArticleTable, load_table
from service.retrieval.relevance import is_relevant
from service.retrieval.search import Search

_MOST_VALUES = 20
_YEAR = 10_000  # days are numbers like 20171011


class FacetName(StrEnum):
    """What results can be narrowed by, in the order in which it is offered."""

    COLLECTION = "collection"
    SOURCE = "source"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of one property, each with the number of matching articles."""

    name: FacetName
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The articles that match a query: shown ones, and those with all its words in a passage.

    Attributes:
        table: all articles.
        rows: ``(n,)``, those that match.
        keys: ``(m,)``, of the passages that have all words, those of the newest articles first.
    """

    table: ArticleTable
    rows: NDArray[np.int64]
    keys: Keys


def find_matching(found: Search, library: Library) -> Matching:
    """Return what matches the query of ``found``, within its scope."""
    table = load_table(library, found.snapshot.analyzer.passages)
    words = found.question.words
    lexical = found.snapshot.index.lexical
    by_words = lexical.find_with_all("words", words) if words else np.zeros(0, np.int64)
    rows, known = _find_rows(table, by_words)
    newest = np.argsort(-table.columns.last_days[rows], kind="stable")
    shown = [hit.article.id for hit in found.retrieval.ranked if is_relevant(hit)]
    is_shown = np.isin(table.ids, np.unique(np.asarray(shown, str)))
    every = np.union1d(rows, np.flatnonzero(is_shown)).astype(np.int64)
    return Matching(table, every, by_words[known][newest])


def count_facets(matching: Matching, library: Library) -> tuple[Facet, ...]:
    """Return the facets of the matching articles; years newest first, others by frequency."""
    columns, rows = matching.table.columns, matching.rows
    first, last = columns.first_days[rows] // _YEAR, columns.last_days[rows] // _YEAR
    years = Counter(first[(first == last) & (first > 0)].tolist())
    return (
        _count_texts(FacetName.COLLECTION, columns.collections, matching, library),
        _count_texts(FacetName.SOURCE, columns.sources, matching, library),
        Facet(FacetName.YEAR, tuple((f"{y:04}", n) for y, n in sorted(years.items())[::-1])),
    )


def _count_texts(
    name: FacetName, column: NDArray[np.object_], matching: Matching, library: Library
) -> Facet:
    """Count texts that are equal when folded; each is shown as one of the articles has it."""
    texts = column[matching.rows].tolist()
    counts = Counter(text for text in texts if text).most_common(_MOST_VALUES)
    examples = {text: row for text, row in zip(texts, matching.rows, strict=True) if text}
    ids = [str(matching.table.ids[examples[text]]) for text, _ in counts]
    articles = {article.id: article for article in library.articles.in_order(ids)}
    pairs = ((articles.get(one), count) for one, (_, count) in zip(ids, counts, strict=True))
    return Facet(name, tuple((getattr(a, name.value), count) for a, count in pairs if a))


def _find_rows(table: ArticleTable, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the row of each key's article, and which keys belong to a current article."""
    if not len(table.ids):
        return np.zeros(0, np.int64), np.zeros(len(keys), np.bool_)
    by_key = table.by_key
    places = np.searchsorted(table.first_keys[by_key], keys, side="right") - 1
    rows = by_key[np.maximum(places, 0)]
    known = (places >= 0) & (keys <= table.last_keys[rows])
    return rows[known], known
