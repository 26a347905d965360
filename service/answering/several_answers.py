"""Join the answers to several questions of one message: a quote for each that is answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from service.answers.answer import Answer, AnswerItem, Reason, ShortAnswer
from service.answers.hits import Hit, Quote, Source, number_sources
from service.answers.shape import AnswerKind


class AnsweredPart(NamedTuple):
    """One of the questions, standing by itself, and its answer."""

    question: str
    answer: Answer


def join_answers(text: str, parts: Sequence[AnsweredPart], limit: int) -> Answer | None:
    """Return the answer to all ``parts`` of ``text``, with at most ``limit`` sources.

    Those that the articles do not answer are listed as untold. None if they answer none, or if
    the quotes need more sources.
    """
    answered = [part for part in parts if part.answer.quotes]
    untold = tuple(part.question for part in parts if not part.answer.quotes)
    cited = _merge_sources([list(_list_cited(part.answer)) for part in answered])
    if not answered or len(cited) > limit:
        return None
    others = (s for part in parts for s in part.answer.sources if not s.highlights)
    sources = _number(cited, others)[:limit]
    if len(answered) == 1:
        return replace(_renumber(answered[0].answer, sources), question=text, untold=untold)
    return Answer(
        question=text,
        quotes=tuple(dict.fromkeys(q for part in answered for q in part.answer.quotes)),
        short=None,
        confidence=min(part.answer.confidence for part in answered),
        reason=None,
        sources=sources,
        shape=AnswerKind.COMPARISON,
        items=tuple(item for part in answered for item in _list_items(part, sources)),
        untold=untold,
        corrections=tuple(dict.fromkeys(c for part in parts for c in part.answer.corrections)),
    )


def decline(answer: Answer) -> Answer:
    """Return the answer as that to a question which the articles do not answer."""
    sources = tuple(replace(source, highlights=()) for source in answer.sources)
    return Answer(answer.question, (), None, answer.confidence, Reason.NOT_TOLD, sources)


def _list_cited(answer: Answer) -> Iterator[Source]:
    return (source for source in answer.sources if source.highlights)


def _merge_sources(sources: Iterable[Iterable[Source]]) -> list[Source]:
    """Return each passage once, extended to contain what all its sources do."""
    merged: dict[str, Source] = {}
    for source in (source for group in sources for source in group):
        key = source.hit.passage.id
        merged[key] = _merge(merged[key], source) if key in merged else source
    return list(merged.values())


def _merge(first: Source, second: Source) -> Source:
    passages = (first.hit.passage, second.hit.passage)
    start, end = min(p.start for p in passages), max(p.end for p in passages)
    hit = replace(first.hit, passage=replace(passages[0], start=start, end=end))
    return replace(
        first, hit=hit, highlights=tuple(dict.fromkeys((*first.highlights, *second.highlights)))
    )


def _number(cited: Sequence[Source], others: Iterable[Source]) -> tuple[Source, ...]:
    highlights = {source.hit.passage.id: source.highlights for source in cited}
    hits: dict[str, Hit] = {source.hit.passage.id: source.hit for source in cited}
    for source in others:
        hits.setdefault(source.hit.passage.id, source.hit)
    numbered = number_sources(hits.values())
    return tuple(replace(s, highlights=highlights.get(s.hit.passage.id, ())) for s in numbered)


def _list_items(part: AnsweredPart, sources: Sequence[Source]) -> Iterator[AnswerItem]:
    """Yield the sides of a part that is a comparison itself, else the words that answer it."""
    answer = _renumber(part.answer, sources)
    if answer.shape is AnswerKind.COMPARISON and answer.items:
        yield from answer.items
    elif words := answer.short or _take_quote(answer, sources):
        yield AnswerItem(words, part.question)


def _take_quote(answer: Answer, sources: Sequence[Source]) -> ShortAnswer | None:
    """Return the first quote as words of its source."""
    quote = answer.quotes[0]
    n = next((s.n for s in sources if _cites(s, quote)), None)
    return None if n is None else ShortAnswer(n, quote.start, quote.end, quote.text)


def _cites(source: Source, quote: Quote) -> bool:
    return source.hit.article.id == quote.article_id and quote.span in source.highlights


def _renumber(answer: Answer, sources: Sequence[Source]) -> Answer:
    """Return the answer with the numbers of ``sources``, which hold all the passages it cites."""
    numbers = {source.hit.passage.id: source.n for source in sources}
    new = {source.n: numbers.get(source.hit.passage.id, 0) for source in answer.sources}

    def move(words: ShortAnswer) -> ShortAnswer:
        return replace(words, n=new[words.n])

    return replace(
        answer,
        short=move(answer.short) if answer.short else None,
        differing=tuple(map(move, answer.differing)),
        items=tuple(replace(item, words=move(item.words)) for item in answer.items),
        sources=tuple(sources),
    )
