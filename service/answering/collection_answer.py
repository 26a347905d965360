"""Answer questions about the collection as a whole."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from embeddings.documents import Article
from embeddings.library.library import Library
from service.answering.collection_statements import STATE
from service.answers.answer import Answer, Reason
from service.answers.collection import CollectionFacts
from service.answers.hits import Hit, Quote, Scores, Source, number_sources
from service.answers.mentions import Mention, Mentions
from service.answers.statement import Statement, StatementKind
from service.language import detect_language
from service.questions.collection_questions import CollectionQuestion, CollectionTopic
from service.retrieval.scope import Scope

_UNSCORED = Scores(0.0, 0.0, 0.0, 0.0)
_SHOWN = 3
_MOST_SHOWN = 10


def answer_with_mentions(text: str, found: Mentions, nearest: Iterable[Hit], limit: int) -> Answer:
    """Return the articles found, with a source for each of the first ``limit``.

    The search is exhaustive, so the answer is certain. If no article mentions the terms, decline
    as ``no_match``, with the ``nearest`` passages.
    """
    if not found.total:
        sources = number_sources(nearest)
        return Answer(text, (), None, 0, Reason.NO_MATCH, sources, mentions=found)
    first = found.page[:limit]
    quotes = tuple(quote for mention in first if (quote := _quote(mention)))
    return Answer(text, quotes, None, 100, None, tuple(_build_sources(first)), mentions=found)


def answer_about_collection(
    text: str, asked: CollectionQuestion, scope: Scope, library: Library, limit: int
) -> Answer:
    """State what the library holds in ``scope``; name up to ``limit`` articles as sources."""
    facts = _gather_facts(asked, scope, library)
    statement = STATE[detect_language(text)](asked, facts)
    found = Statement(StatementKind.COLLECTION, statement, facts.total)
    sources = tuple(_list_sources(facts.named[:limit], library))
    return Answer(text, (), None, 100, None, sources, statement=found)


def _gather_facts(asked: CollectionQuestion, scope: Scope, library: Library) -> CollectionFacts:
    dates = [pair for pair in library.catalogue.dates() if pair[1] in scope]
    undated = sum(not date for date, _ in dates)
    selected = [pair for pair in dates if pair[0].startswith(asked.date)] if asked.date else dates
    named = [
        article
        for _, article_id in _select_named(asked, selected)
        if (article := library.articles.get(article_id))
    ]
    known = [date for date, _ in selected if date]
    return CollectionFacts(
        total=len(selected),
        articles=len(dates),
        undated=undated,
        first=known[0] if known else "",
        last=known[-1] if known else "",
        named=tuple(named),
        files=_count_files(asked, scope, library, [article_id for _, article_id in selected]),
    )


def _select_named(
    asked: CollectionQuestion, dates: Sequence[tuple[str, str]]
) -> Sequence[tuple[str, str]]:
    """Return the articles to name, ``dates`` being in order."""
    dated = [pair for pair in dates if pair[0]]
    if asked.topic is CollectionTopic.OLDEST:
        return dated[: min(asked.count, _MOST_SHOWN)]
    if asked.topic is CollectionTopic.NEWEST:
        return dated[-min(asked.count, _MOST_SHOWN) :][::-1]
    named_too = asked.topic is CollectionTopic.TITLES or (
        asked.topic is CollectionTopic.COUNT and asked.date
    )
    return dates[::-1][:_SHOWN] if named_too else ()


def _count_files(
    asked: CollectionQuestion, scope: Scope, library: Library, ids: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    """Return the files with the most articles, each with their number; () if not asked for."""
    if asked.topic is not CollectionTopic.SOURCES:
        return ()
    if scope.articles is None:
        shares = library.catalogue.sources(-1)
        return tuple((share.name, share.articles) for share in shares)
    articles = (library.articles.get(article_id) for article_id in ids)
    return tuple(Counter(article.source for article in articles if article).most_common())


def _list_sources(named: Iterable[Article], library: Library) -> Iterator[Source]:
    opened = ((article, library.passages.of_article(article.id)) for article in named)
    with_passage = ((article, passages[0]) for article, passages in opened if passages)
    for n, (article, passage) in enumerate(with_passage, 1):
        yield Source(n, Hit(passage, article, _UNSCORED))


def _quote(mention: Mention) -> Quote | None:
    if mention.quote is None:
        return None
    start, end = mention.quote
    return Quote(mention.article.id, start, end, mention.article.text[start:end])


def _build_sources(mentions: Iterable[Mention]) -> Iterable[Source]:
    with_passage = ((m, passage) for m in mentions if (passage := m.passage))
    for n, (mention, passage) in enumerate(with_passage, 1):
        quoted = (mention.quote,) if mention.quote else ()
        yield Source(n, Hit(passage, mention.article, _UNSCORED), quoted)
