"""Exact search: every article that holds a term, as against the nearest passages."""

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
# Where passages may part: a term with such a character in it can stand in two of them.
_CUT = re.compile(r"[,，;；:：。!?！？….\s]+")
_BATCH = 256
_Enough = Callable[[Iterable[object]], bool]


def find_articles(
    terms: Sequence[ExactTerm], match: Match, library: Library, lexical: LexicalIndex
) -> Iterator[Article]:
    """Yield every article that holds all ``terms``, or any of them, in its ``build_searched_text``.

    They come in no order, a few at a time: memory does not grow with their number.
    """
    keys = _narrowed(terms, match, lexical)
    patterns = [term.pattern for term in terms]
    beyond = [] if keys is None else _beyond_the_index(library, patterns)
    articles = library.articles.containing(keys, beyond)
    while batch := list(islice(articles, _BATCH)):
        yield from _holding(batch, patterns, all if match == "all" else any)


def _holding(
    articles: Sequence[Article], patterns: Sequence[re.Pattern[str]], enough: _Enough
) -> Iterator[Article]:
    """Yield those that match as printed; fold the others, which takes longer, and look again."""
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
    """Return title and byline, each in a line of its own, then the text."""
    return f"{article.title}\n{article.byline}\n{article.text}"


def _passages_that_may_hold(term: ExactTerm, lexical: LexicalIndex) -> list[int] | None:
    """Return the keys of passages that may contain the term; None when the index cannot say."""
    pieces = _CUT.split(fold_aligned(term.text))
    asked = [(_HAN.findall(piece), _SHORT_RUN.findall(piece)) for piece in pieces]
    found = (
        lexical.holding([find_spellings(one) for one in characters], runs)
        for characters, runs in asked
        if characters or runs
    )
    return min(found, key=len, default=None)


def _narrowed(terms: Iterable[ExactTerm], match: Match, lexical: LexicalIndex) -> list[int] | None:
    narrowed = [_passages_that_may_hold(term, lexical) for term in terms]
    known = [keys for keys in narrowed if keys is not None]
    if match == "all":
        return min(known, key=len, default=None)
    return sorted(set().union(*known)) if len(known) == len(narrowed) else None


def _beyond_the_index(library: Library, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """Return the ids of articles that may match although no passage does."""
    unindexed, bylines = _unindexed(library, library.revision)
    signed = {
        article_id
        for pattern in patterns
        for article_id, byline in bylines
        if pattern.search(byline)
    }
    return sorted(signed.union(unindexed))


@lru_cache(maxsize=2)
def _unindexed(
    library: Library, _revision: int
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the articles not wholly indexed, and the folded bylines by article.

    They change with the library's revision only.
    """
    bylines = library.articles.bylines()
    folded = fold_all_aligned([byline for _, byline in bylines])
    signed = ((article_id, byline) for (article_id, _), byline in zip(bylines, folded, strict=True))
    return tuple(library.passages.articles_not_wholly_indexed()), tuple(signed)
