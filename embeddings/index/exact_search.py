"""Exact search: every article that contains a term, rather than the nearest passages."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from embeddings.documents import Article
from embeddings.index.lexical_index import LexicalIndex
from embeddings.library.library import Library
from embeddings.text.exact_term import ExactTerm, Match
from embeddings.text.normalize import find_spellings, fold_aligned, fold_all_aligned

_HAN = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003134f〇]")
_SHORT_RUN = re.compile("(?<![a-z0-9])[a-z0-9]{1,40}(?![a-z0-9])")
# Where passages may be split: a term with such a character can span two of them.
_CUT = re.compile(r"[,，;；:：。!?！？….\s]+")
_BATCH = 256
_Enough = Callable[[Iterable[object]], bool]


def find_articles(
    terms: Sequence[ExactTerm], match: Match, library: Library, lexical: LexicalIndex
) -> Iterator[Article]:
    """Yield every article whose ``build_searched_text`` contains all ``terms``, or any of them.

    The order is undefined; articles are read in batches, so memory does not grow with their number.
    """
    keys = _narrow(terms, match, lexical)
    patterns = [term.pattern for term in terms]
    beyond = [] if keys is None else _find_beyond_index(library, patterns)
    articles = library.articles.containing(keys, beyond)
    while batch := list(islice(articles, _BATCH)):
        yield from _filter_matching(batch, patterns, all if match == "all" else any)


def _filter_matching(
    articles: Sequence[Article], patterns: Sequence[re.Pattern[str]], enough: _Enough
) -> Iterator[Article]:
    """Yield the articles that match as printed; fold the others, which is slower, and retry."""
    others = []
    for article in articles:
        text = build_searched_text(article)
        if not enough(pattern.search(text) for pattern in patterns):
            others.append(article)
        else:
            yield article
    folded = fold_all_aligned(list(map(build_searched_text, others)))
    for article, text in zip(others, folded, strict=True):
        if enough(pattern.search(text) for pattern in patterns):
            yield article


def build_searched_text(article: Article) -> str:
    """Return title and byline, each on its own line, then the text."""
    return f"{article.title}\n{article.byline}\n{article.text}"


def _find_candidates(term: ExactTerm, lexical: LexicalIndex) -> list[int] | None:
    """Return the keys of passages that may contain the term; None if the index cannot tell."""
    pieces = _CUT.split(fold_aligned(term.text))
    parts = [(_HAN.findall(piece), _SHORT_RUN.findall(piece)) for piece in pieces]
    candidates = (
        lexical.find_containing([find_spellings(character) for character in characters], runs)
        for characters, runs in parts
        if characters or runs
    )
    return min(candidates, key=len, default=None)


def _narrow(terms: Iterable[ExactTerm], match: Match, lexical: LexicalIndex) -> list[int] | None:
    candidates = [_find_candidates(term, lexical) for term in terms]
    known = [keys for keys in candidates if keys is not None]
    if match == "all":
        return min(known, key=len, default=None)
    return sorted(set().union(*known)) if len(known) == len(candidates) else None


def _find_beyond_index(library: Library, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """Return the ids of articles that may match although none of their passages do."""
    unindexed, bylines = _read_unindexed(library, library.revision)
    signed = {
        article_id
        for pattern in patterns
        for article_id, byline in bylines
        if pattern.search(byline)
    }
    return sorted(signed.union(unindexed))


@lru_cache(maxsize=2)
def _read_unindexed(
    library: Library, _revision: int
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the articles that are not fully indexed, and the folded bylines by article.

    They change only with the library's revision.
    """
    bylines = library.articles.bylines()
    folded = fold_all_aligned([byline for _, byline in bylines])
    signed = ((article_id, byline) for (article_id, _), byline in zip(bylines, folded, strict=True))
    return tuple(library.passages.articles_not_wholly_indexed()), tuple(signed)
