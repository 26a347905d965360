"""What a search shows: the passages that have to do with the query, by relevance or by date."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from embeddings.encoding.reranker import Reranker
from embeddings.library.library import Library
from service.answers.hits import Hit
from service.retrieval.collapsing import collapse
from service.retrieval.matching import Facet, Matching, count_facets, find_matching
from service.retrieval.relevance import is_relevant
from service.retrieval.scope import Scope
from service.retrieval.search import Search, add_reprints, search


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a search.

    Attributes:
        search: the search by relevance, whatever the order of the results.
        hits: the passages that are shown.
        cut_off: how many of the nearest passages are left out, having nothing to do with the query.
        articles: how many articles match; None if that was not asked for.
        facets: what the results can be narrowed by; None if that was not asked for.
    """

    search: Search
    hits: tuple[Hit, ...]
    cut_off: int
    articles: int | None = None
    facets: tuple[Facet, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a search.

    Attributes:
        limit: at most so many passages.
        sort: their order.
        facets: whether to count what they can be narrowed by.
        everything: whether to cut nothing off.
    """

    limit: int
    sort: Sort = Sort.RELEVANCE
    facets: bool = False
    everything: bool = False


def find_results(
    query: str, wanted: Wanted, scope: Scope, library: Library, reranker: Reranker | None = None
) -> Results:
    """Search ``scope`` for ``query`` and cut off what has nothing to do with it."""
    found = search(query, wanted.limit, scope, library, reranker)
    relevant = [hit for hit in found.ordered if wanted.everything or is_relevant(hit)]
    cut_off = len(found.ordered) - len(relevant)
    is_counted = wanted.facets or wanted.sort is Sort.DATE
    matching = find_matching(found, library) if is_counted else None
    if matching and wanted.sort is Sort.DATE:
        relevant = _add_newest(relevant, matching, found, wanted.limit, library)
    facets = count_facets(matching, library) if matching and wanted.facets else None
    hits = tuple(add_reprints(relevant[: wanted.limit], scope, library))
    return Results(found, hits, cut_off, len(matching.rows) if matching else None, facets)


def _add_newest(
    relevant: Iterable[Hit], matching: Matching, found: Search, limit: int, library: Library
) -> list[Hit]:
    """Return the ``relevant`` hits and the newest that match, the newest article first.

    Those without a date come last; passages of an article are in the order of its text.
    """
    newest = matching.keys[:limit]
    scope = replace(found.scope, snapshot=found.snapshot.restrict(newest))
    added = search(found.question.text, limit, scope, library).ordered if len(newest) else ()
    hits = {hit.passage.id: hit for hit in (*filter(is_relevant, added), *relevant)}
    by_text = sorted(hits.values(), key=lambda hit: (hit.article.id, hit.passage.start))
    by_date = sorted(by_text, key=lambda hit: hit.article.publication_date, reverse=True)
    return collapse(by_date, {hit.article.id: hit.story for hit in by_date})
