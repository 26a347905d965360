"""The last step of every answer: verify that the stored articles contain what it quotes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from embeddings.documents import Article, Span
from service.answers.answer import Answer, AnswerItem, Reason, ShortAnswer
from service.answers.hits import Quote, Source
from service.answers.mentions import Mention, Mentions


def collect_articles(answer: Answer) -> dict[str, Article]:
    """Return the articles that ``answer`` is based on, by id."""
    mentions = answer.mentions.page if answer.mentions else ()
    hits = [source.hit for source in answer.sources]
    reprints = (reprint for hit in hits for reprint in hit.reprints)
    read = chain((hit.article for hit in hits), (mention.article for mention in mentions), reprints)
    return {article.id: article for article in read}


def verify_answer(answer: Answer, stored: Iterable[Article]) -> Answer:
    """Return ``answer`` without what the articles, as ``stored`` now, do not contain.

    Sources whose article is gone or changed and quotes that are not verbatim are dropped; an
    answer without any left is declined. A generated answer or a statement is withheld if any source
    is dropped, because its text may be based on it. ``dropped`` counts the dropped ranges.
    """
    read = collect_articles(answer)
    unchanged = (article for article in stored if article == read.get(article.id))
    check = _Check({article.id: article.text for article in unchanged})
    quotes = tuple(quote for quote in answer.quotes if check.is_verbatim(quote))
    sources = tuple(check.renumber(answer.sources, set(answer.quotes) - set(quotes)))
    checked = (
        check.renumber_short(short, answer.sources, quotes) for short in _list_shorts(answer)
    )
    shorts = [short for short in checked if short]
    items = tuple(check.renumber_items(answer.items, answer.sources, quotes))
    remaining = replace(
        answer,
        quotes=quotes,
        short=shorts[0] if shorts else None,
        differing=tuple(shorts[1:]),
        sources=sources,
        items=items,
        generated=answer.generated if len(sources) == len(answer.sources) else None,
        statement=answer.statement if len(sources) == len(answer.sources) else None,
        mentions=check.filter_mentions(answer.mentions) if answer.mentions else None,
    )
    dropped = answer.dropped + _count_ranges(answer) - _count_ranges(remaining)
    return _decline_if_empty(replace(remaining, dropped=dropped))


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks ranges against the ``texts``, by id, of the articles that are unchanged."""

    texts: dict[str, str]

    def covers(self, article_id: str, *spans: Span) -> bool:
        """Return whether the article is unchanged and all ``spans`` are ranges of its text."""
        length = len(self.texts.get(article_id, ""))
        return article_id in self.texts and all(0 <= a < b <= length for a, b in spans)

    def is_verbatim(self, quote: Quote) -> bool:
        """Return whether a quote is verbatim."""
        article_id, (start, end) = quote.article_id, quote.span
        return (
            self.covers(article_id, quote.span) and self.texts[article_id][start:end] == quote.text
        )

    def select_valid(self, sources: Iterable[Source]) -> list[Source]:
        """Return the sources whose passages are ranges of unchanged articles."""
        return [
            source
            for source in sources
            if self.covers(
                source.hit.article.id, Span(source.hit.passage.start, source.hit.passage.end)
            )
        ]

    def renumber(self, sources: Iterable[Source], broken: set[Quote]) -> Iterable[Source]:
        """Yield the valid sources, renumbered, without highlights of dropped quotes."""
        dropped = {(quote.article_id, quote.span) for quote in broken}
        for n, source in enumerate(self.select_valid(sources), 1):
            article_id = source.hit.article.id
            spans = (span for span in source.highlights if (article_id, span) not in dropped)
            highlights = tuple(span for span in spans if self.covers(article_id, span))
            reprints = tuple(a for a in source.hit.reprints if a.id in self.texts)
            hit = replace(source.hit, reprints=reprints)
            yield replace(source, n=n, hit=hit, highlights=highlights)

    def renumber_short(
        self, short: ShortAnswer, sources: Iterable[Source], quotes: Iterable[Quote]
    ) -> ShortAnswer | None:
        """Return a short answer with its source's new number, if a remaining quote contains it."""
        valid = enumerate(self.select_valid(sources), 1)
        numbers = {source.n: (n, source.hit.article.id) for n, source in valid}
        if short.n not in numbers:
            return None
        n, article_id = numbers[short.n]
        words = Quote(article_id, short.start, short.end, short.text)
        quoted = any(_is_inside(words, quote) for quote in quotes)
        return replace(short, n=n) if quoted and self.is_verbatim(words) else None

    def renumber_items(
        self, items: Iterable[AnswerItem], sources: Iterable[Source], quotes: Iterable[Quote]
    ) -> Iterator[AnswerItem]:
        """Yield the items that a remaining quote contains, with their sources' new numbers."""
        for item in items:
            if words := self.renumber_short(item.words, sources, quotes):
                yield replace(item, words=words)

    def filter_mentions(self, mentions: Mentions) -> Mentions:
        """Return the list without dropped articles, which are not counted either."""
        page = tuple(mention for mention in mentions.page if self.is_valid(mention))
        dropped = len(mentions.page) - len(page)
        following = mentions.next_offset and mentions.next_offset - dropped
        return replace(mentions, page=page, total=mentions.total - dropped, next_offset=following)

    def is_valid(self, mention: Mention) -> bool:
        """Return whether the article is unchanged and its quote and highlights are ranges of it."""
        quoted = (mention.quote,) if mention.quote else ()
        return self.covers(mention.article.id, *quoted, *mention.highlights)


def _list_shorts(answer: Answer) -> list[ShortAnswer]:
    return [short for short in (answer.short, *answer.differing) if short]


def _is_inside(words: Quote, quote: Quote) -> bool:
    return (
        words.article_id == quote.article_id and quote.start <= words.start < words.end <= quote.end
    )


def _count_ranges(answer: Answer) -> int:
    """Return how many ranges of articles the answer displays."""
    mentions = len(answer.mentions.page) if answer.mentions else 0
    highlights = sum(len(source.highlights) for source in answer.sources)
    words = len(_list_shorts(answer)) + len(answer.items)
    return len(answer.quotes) + words + len(answer.sources) + highlights + mentions


def _decline_if_empty(answer: Answer) -> Answer:
    if not answer.answered or answer.quotes or answer.generated or answer.statement:
        return answer
    if answer.mentions:
        none_left = not answer.mentions.total
        return replace(answer, confidence=0, reason=Reason.NO_MATCH) if none_left else answer
    sources = tuple(replace(source, highlights=()) for source in answer.sources)
    reason = Reason.NOT_TOLD
    return replace(
        answer,
        short=None,
        differing=(),
        items=(),
        verdict=None,
        validity=None,
        confidence=0,
        reason=reason,
        sources=sources,
        notice=None,
    )
