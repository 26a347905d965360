"""Answer a question about several subjects or years: one quote for each side."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.units import Dimension
from embeddings.text.normalize import fold, fold_aligned
from embeddings.text.sentences import split_clauses, split_sentences
from service.answering.confidence import estimate_confidence
from service.answering.decline_reason import shares_words
from service.answering.quoted_answer import cite
from service.answers.answer import Answer, AnswerItem, Reason
from service.answers.shape import AnswerKind
from service.locating.locate import locate_answer
from service.locating.located_answer import LocatedAnswer
from service.locating.read_hits import ReadHit, order_hits
from service.questions.question import Question, QuestionKind
from service.questions.sides import Side
from service.retrieval.search import Search
from service.short_answers.finder import Accepts, accept_any

ReadPassages = Callable[[str], tuple[Search, Sequence[ReadHit]]]
"""Searches for a question and reads the passages found, the best first."""


@dataclass(frozen=True, slots=True)
class _AnsweredSide:
    name: str
    located: LocatedAnswer
    confidence: int


def answer_comparison(
    question: str, sides: Sequence[Side], read_passages: ReadPassages, limit: int, threshold: int
) -> Answer | None:
    """Answer each side by itself; return None unless every side is answered.

    Args:
        question: the whole question.
        sides: its sides.
        read_passages: searches and reads.
        limit: how many sources at most.
        threshold: the lowest confidence at which to answer a side.
    """
    answered: list[_AnsweredSide] = []
    hits = []
    for side in sides:
        found, read = read_passages(side.question)
        others = [other.name for other in sides if other != side]
        one = _answer_side(side, others, found, read, answered)
        if one is None or one.confidence < threshold:
            return None
        answered.append(one)
        hits += order_hits(read, found.hits)
    located = [one.located for one in answered]
    if not _are_comparable(located):
        return None
    sources = cite(located, list({hit.passage.id: hit for hit in reversed(hits)}.values())[::-1])
    if len({one.read.hit.passage.id for one in located}) > limit:
        return None
    numbers = {source.hit.passage.id: source.n for source in sources}
    quotes = dict.fromkeys(quote for one in located for quote in one.quotes)
    return Answer(
        question=question,
        quotes=tuple(quotes),
        short=None,
        confidence=min(one.confidence for one in answered),
        reason=None,
        sources=sources[:limit],
        shape=AnswerKind.COMPARISON,
        items=tuple(_build_item(one, numbers) for one in answered),
    )


def _are_comparable(located: Sequence[LocatedAnswer]) -> bool:
    """Return whether the sides say different things, and their numbers are of one kind.

    The measure word 个 counts anything.
    """
    told = [fold_aligned(one.read.article.text[slice(*one.words)]) for one in located]
    kinds = {_find_kind(quantities[-1]) for words in told if (quantities := find_quantities(words))}
    return len(set(told)) == len(told) and len(kinds - {Dimension.ANYTHING}) <= 1


def _find_kind(quantity: Quantity) -> str:
    """Return what a quantity measures, or counts."""
    dimension = quantity.unit.dimension
    return quantity.unit.name if dimension is Dimension.THING else dimension


def withhold_half(answer: Answer, sides: Sequence[Side]) -> Answer:
    """Return the answer to the whole question as that to a comparison.

    It is declined unless the first passage that it quotes names every side.
    """
    answer = replace(answer, shape=AnswerKind.COMPARISON)
    if not answer.quotes:
        return answer
    hit = answer.sources[0].hit
    told = fold(f"{hit.article.title}\n{hit.text}")
    if all(fold(side.name) in told for side in sides):
        return answer
    sources = tuple(replace(source, highlights=()) for source in answer.sources)
    return Answer(
        question=answer.question,
        quotes=(),
        short=None,
        confidence=answer.confidence,
        reason=Reason.NOT_TOLD,
        sources=sources,
        shape=AnswerKind.COMPARISON,
    )


def _answer_side(
    side: Side,
    others: Sequence[str],
    found: Search,
    read: Sequence[ReadHit],
    answered: Sequence[_AnsweredSide],
) -> _AnsweredSide | None:
    """Answer one side, with the first passage that names it and says something of its own."""
    if not read or not shares_words(found.retrieval.query_terms, found.hits):
        return None
    segmenter = found.snapshot.analyzer.segmenter
    taken = [(one.located.read.article.id, one.located.words) for one in answered]
    for n, one in enumerate(read):
        accepts = _follow_name(one, found.question, side.name, others)
        located = locate_answer(one, found.question, segmenter, accepts)
        is_taken = any(
            article == one.article.id and _overlap(words, located.words) for article, words in taken
        )
        if is_taken or not _names(one, side.name):
            continue
        percent = estimate_confidence(located, found.question, read[n:])
        return _AnsweredSide(side.name, located, percent)
    return None


def _follow_name(read: ReadHit, question: Question, name: str, others: Sequence[str]) -> Accepts:
    """Accept the ranges before which the passage names this side last, if it names them all.

    If it gives each side a number of its own, next to its name, accept the one of this side.
    """
    text = fold_aligned(read.hit.text)
    if question.kind is QuestionKind.NUMBER:
        own, *rest = (_find_figures(text, fold(side)) for side in (name, *others))
        if own and all(rest):
            return lambda span: any(_overlap(span, place) for place in own)

    def find_last(side: str, end: int) -> int:
        return text.rfind(fold(side), 0, end)

    if any(find_last(side, len(text)) < 0 for side in (name, *others)):
        return accept_any
    return lambda span: all(find_last(name, span.start) > find_last(o, span.start) for o in others)


def _find_figures(text: str, name: str) -> list[Span]:
    """Return what follows a name up to the next separator, where it has a figure: 一等奖3组."""
    following = re.compile(rf"{re.escape(name)}([^、,;。:!?()\n]*?\d[^、,;。:!?()\n]*)")
    return [Span(*match.span(1)) for match in following.finditer(text)]


def _names(read: ReadHit, name: str) -> bool:
    article = read.article
    told = fold(f"{article.title}\n{article.publication_date}\n{article.text}")
    return fold(name).removesuffix("年").removeprefix("全") in told


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _build_item(one: _AnsweredSide, numbers: dict[str, int]) -> AnswerItem:
    located = one.located
    n = numbers[located.read.hit.passage.id]
    words = located.pick_short(n) or located.take_words(n, _find_own_clauses(one))
    return AnswerItem(words, one.name)


def _find_own_clauses(one: _AnsweredSide) -> Span:
    """Return the clauses of the quote with the answer, from the one that names the side on."""
    located, quote = one.located, one.located.quote.span
    text = fold_aligned(located.read.article.text)
    sentences = [s for s in split_sentences(text, quote) if _overlap(s, located.words)]
    if not sentences:
        return quote
    sentence = Span(sentences[0].start, sentences[-1].end)
    clauses = [c for c in split_clauses(text, sentence) if _overlap(c, located.words)]
    start, end = clauses[0].start, clauses[-1].end
    named = text.rfind(fold(one.name), sentence.start, end)
    if 0 <= named < start:
        start = max(c.start for c in split_clauses(text, sentence) if c.start <= named)
    return Span(start, end - text[start:end].endswith((",", ";", ":", "、")))
