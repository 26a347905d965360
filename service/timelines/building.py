"""Build the timeline of a subject from the articles that name it, or that a search found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from embeddings.documents import Article
from embeddings.duplicates.minhash import Hashes, extract_letters, hash_shingles
from embeddings.index.exact_search import build_searched_text, find_articles
from embeddings.library.library import Library
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from service.retrieval.collapsing import COVERED
from service.retrieval.scope import Scope
from service.retrieval.search import Search
from service.timelines.dating import date_sentences
from service.timelines.sentences import Sentence, find_naming, find_telling
from service.timelines.timeline import Subject, Timeline, TimelineEntry, count_years
from service.times.period import Period

SEARCHED_PASSAGES = 150
"""How many passages are looked at: all that the searches find."""
_MOST_ARTICLES = 100


class _Material(NamedTuple):
    """An article about the subject, and its sentences to date."""

    article: Article
    sentences: Sequence[Sentence]


def build_timeline(subject: Subject, found: Search, library: Library) -> Timeline:
    """Return what the articles say of ``subject``, for which ``found`` was searched already."""
    named = _find_named(subject, found.scope, library)
    if not named:
        subject = replace(subject, terms=())
    is_complete = 0 < len(named) <= _MOST_ARTICLES
    material = _collect_named(subject, named, found) if named else _collect_found(found)
    dated = [
        date_sentences(one.article, one.sentences) for one in _drop_reprints(material, library)
    ]
    entries = [
        one
        for one in _drop_repeated(entry for entries in dated for entry in entries)
        if subject.period is None or one.validity.covered.overlaps(subject.period)
    ]
    return Timeline(
        subject=subject,
        entries=tuple(_add_reprints(entries, found.scope, library)),
        total=len(entries),
        years=count_years(entries),
        undated=sum(not entries for entries in dated),
        is_complete=is_complete,
        articles_left=found.scope.size,
        revision=found.revision,
    )


def _find_named(subject: Subject, scope: Scope, library: Library) -> list[Article]:
    """Return the articles that name the subject; one more than can be looked at, if there are."""
    if not subject.terms:
        return []
    terms = [ExactTerm(term) for term in subject.terms]
    naming = find_articles(terms, subject.match, library, scope.snapshot.index.lexical)
    return list(islice((one for one in naming if one.id in scope), _MOST_ARTICLES + 1))


def _collect_named(subject: Subject, named: Sequence[Article], found: Search) -> list[_Material]:
    """Return the articles that name the subject: all, or the best if there are too many."""
    if len(named) > _MOST_ARTICLES:
        ranked = {hit.article.id: hit.article for hit in found.collapsed}
        named = [article for article in ranked.values() if _is_named(subject, article)]
    return [_Material(article, find_naming(article, subject.terms)) for article in named]


def _is_named(subject: Subject, article: Article) -> bool:
    text = fold_aligned(build_searched_text(article))
    found = (ExactTerm(term).pattern.search(text) for term in subject.terms)
    return all(found) if subject.match == "all" else any(found)


def _collect_found(found: Search) -> list[_Material]:
    """Return the articles whose passages are about the question, with the sentences that are."""
    articles: dict[str, Article] = {}
    sentences: dict[str, list[Sentence]] = {}
    for hit in found.collapsed:
        if telling := find_telling(hit, found.retrieval.query_terms):
            articles[hit.article.id] = hit.article
            sentences.setdefault(hit.article.id, []).extend(telling)
    return [_Material(articles[article_id], spans) for article_id, spans in sentences.items()]


def _drop_reprints(material: Sequence[_Material], library: Library) -> list[_Material]:
    """Return the oldest article of each story."""
    stories = library.articles.find_stories([one.article.id for one in material])
    oldest = sorted(material, key=lambda one: (one.article.publication_date or "?", one.article.id))
    kept: dict[str, _Material] = {}
    for one in oldest:
        kept.setdefault(stories.get(one.article.id, one.article.id), one)
    return list(kept.values())


def _drop_repeated(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Return the entries in the order of their times, without those that repeat one before.

    An entry repeats another of the same time if that has nearly all of its letters in their order.
    """
    kept: list[TimelineEntry] = []
    seen: defaultdict[Period, list[Hashes]] = defaultdict(list)
    for entry in sorted(entries, key=_get_place):
        shingles = hash_shingles(extract_letters(entry.text))
        before = seen[entry.period]
        covering = (np.isin(shingles, one).sum() >= COVERED * len(shingles) for one in before)
        if len(shingles) and any(covering):
            continue
        before.append(shingles)
        kept.append(entry)
    return kept


def _get_place(entry: TimelineEntry) -> tuple[object, ...]:
    article = entry.article
    return (entry.year, entry.period, article.publication_date, article.id, entry.quote)


def _add_reprints(
    entries: Sequence[TimelineEntry], scope: Scope, library: Library
) -> Iterator[TimelineEntry]:
    stories = library.articles.find_stories(list({entry.article.id for entry in entries}))
    printed = library.articles.of_stories(set(stories.values()))
    for entry in entries:
        others = printed.get(stories.get(entry.article.id, ""), [])
        reprints = (one for one in others if one.id != entry.article.id and one.id in scope)
        yield replace(entry, reprints=tuple(reprints))
