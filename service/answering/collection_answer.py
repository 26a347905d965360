"""Answer questions about the collection as a whole."""

from collections.abc import Iterable

from service.answers.answer import Answer, Reason
from service.answers.hits import Hit, Quote, Scores, Source, number_sources
from service.answers.mentions import Mention, Mentions

_UNSCORED = Scores(0.0, 0.0, 0.0, 0.0)


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
