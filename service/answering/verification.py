"""The last step of every answer: whatever it quotes must stand in the stored articles."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from embeddings.documents import Article, Span
from service.answers.answer import Answer, Reason, ShortAnswer
from service.answers.hits import Quote, Source
from service.answers.mentions import Mention, Mentions


def collect_article_ids(answer: Answer) -> dict[str, Article]:
    """Return the articles that ``answer`` was made from, by id."""
    listed = answer.mentions.page if answer.mentions else ()
    hits = [one.hit for one in answer.sources]
    reprints = (reprint for hit in hits for reprint in hit.reprints)
    read = chain((hit.article for hit in hits), (one.article for one in listed), reprints)
    return {article.id: article for article in read}


def verify_answer(answer: Answer, stored: Iterable[Article]) -> Answer:
    """Return ``answer`` without what does not stand in the articles as they are ``stored`` now.

    A source whose article is gone or changed leaves, and so does a quote that is not verbatim; an
    answer without any left is declined. A generated answer is withheld as soon as one of its
    sources leaves, for nobody can tell what it owes to it. ``dropped`` counts the ranges that left.
    """
    read = collect_article_ids(answer)
    check = _Check({one.id: one.text for one in stored if one == read[one.id]})
    quotes = tuple(quote for quote in answer.quotes if check.holds(quote))
    sources = tuple(check.renumbered(answer.sources, set(answer.quotes) - set(quotes)))
    checked = (check.short(one, answer.sources, quotes) for one in _shorts(answer))
    shorts = [one for one in checked if one]
    left = replace(
        answer,
        quotes=quotes,
        short=shorts[0] if shorts else None,
        differing=tuple(shorts[1:]),
        sources=sources,
        generated=answer.generated if len(sources) == len(answer.sources) else None,
        mentions=check.listed(answer.mentions) if answer.mentions else None,
    )
    return _declined_if_empty(
        replace(left, dropped=answer.dropped + _ranges(answer) - _ranges(left))
    )


@dataclass(frozen=True, slots=True)
class _Check:
    """Tells what stands in the ``texts`` of those articles, by id, that are stored as read."""

    texts: dict[str, str]

    def covers(self, article_id: str, *spans: Span) -> bool:
        """Tell whether the article is there and all ``spans`` are ranges of its text."""
        length = len(self.texts.get(article_id, ""))
        return article_id in self.texts and all(0 <= a < b <= length for a, b in spans)

    def holds(self, quote: Quote) -> bool:
        """Tell whether a quote is verbatim."""
        article_id, (start, end) = quote.article_id, quote.span
        return (
            self.covers(article_id, quote.span) and self.texts[article_id][start:end] == quote.text
        )

    def kept(self, sources: Iterable[Source]) -> list[Source]:
        """Return the sources whose passages stand."""
        return [
            one
            for one in sources
            if self.covers(one.hit.article.id, Span(one.hit.passage.start, one.hit.passage.end))
        ]

    def renumbered(self, sources: Iterable[Source], broken: set[Quote]) -> Iterable[Source]:
        """Yield the sources that are kept, numbered anew, without highlights of what left."""
        gone = {(quote.article_id, quote.span) for quote in broken}
        for n, source in enumerate(self.kept(sources), 1):
            article_id = source.hit.article.id
            spans = (one for one in source.highlights if (article_id, one) not in gone)
            highlights = tuple(one for one in spans if self.covers(article_id, one))
            reprints = tuple(one for one in source.hit.reprints if one.id in self.texts)
            hit = replace(source.hit, reprints=reprints)
            yield replace(source, n=n, hit=hit, highlights=highlights)

    def short(
        self, short: ShortAnswer, sources: Iterable[Source], quotes: Iterable[Quote]
    ) -> ShortAnswer | None:
        """Return a short answer with the new number of its source, if a kept quote holds it."""
        numbers = {one.n: (n, one.hit.article.id) for n, one in enumerate(self.kept(sources), 1)}
        if short.n not in numbers:
            return None
        n, article_id = numbers[short.n]
        words = Quote(article_id, short.start, short.end, short.text)
        quoted = any(_inside(words, quote) for quote in quotes)
        return replace(short, n=n) if quoted and self.holds(words) else None

    def listed(self, mentions: Mentions) -> Mentions:
        """Return the list without the articles that left; they are not counted either."""
        page = tuple(one for one in mentions.page if self.stands(one))
        gone = len(mentions.page) - len(page)
        following = mentions.next_offset and mentions.next_offset - gone
        return replace(mentions, page=page, total=mentions.total - gone, next_offset=following)

    def stands(self, mention: Mention) -> bool:
        """Tell whether the article is there, and what is quoted of it."""
        quoted = (mention.quote,) if mention.quote else ()
        return self.covers(mention.article.id, *quoted, *mention.highlights)


def _shorts(answer: Answer) -> list[ShortAnswer]:
    return [one for one in (answer.short, *answer.differing) if one]


def _inside(words: Quote, quote: Quote) -> bool:
    return (
        words.article_id == quote.article_id and quote.start <= words.start < words.end <= quote.end
    )


def _ranges(answer: Answer) -> int:
    """Return how many ranges of articles are shown."""
    listed = len(answer.mentions.page) if answer.mentions else 0
    highlights = sum(len(source.highlights) for source in answer.sources)
    return len(answer.quotes) + len(_shorts(answer)) + len(answer.sources) + highlights + listed


def _declined_if_empty(answer: Answer) -> Answer:
    if not answer.answered or answer.quotes or answer.generated:
        return answer
    if answer.mentions:
        none_left = not answer.mentions.total
        return replace(answer, confidence=0, reason=Reason.NO_MATCH) if none_left else answer
    sources = tuple(replace(source, highlights=()) for source in answer.sources)
    reason = Reason.WEAK_MATCH
    return replace(
        answer, short=None, differing=(), confidence=0, reason=reason, sources=sources, notice=None
    )
