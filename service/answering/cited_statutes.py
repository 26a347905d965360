"""Answer from the part of a law or rule that a question refers to: 养犬办法第十条."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.documents import Article, Passage, Span
from embeddings.text.sentences import split_paragraphs, split_sentences
from service.answers.answer import Answer, Reason
from service.answers.hits import Hit, Quote, Source, number_sources
from service.locating.statute_places import Naming, Statute, measure_name
from service.questions.statute_references import StatuteReference

ListPassages = Callable[[str], Sequence[Passage]]
"""Returns the passages of an article, in order."""

QUOTE_CHARACTERS = 400
# How sure it is that a part with the number asked for is the one that is meant, 0-100: by the
# name of the law; by an abbreviation, or without a name in the only law found; in one of several.
_NAMED, _ONLY, _ONE_OF_SEVERAL = 95, 75, 50


@dataclass(frozen=True, slots=True)
class CitedStatute:
    """The parts of a law that a question refers to.

    Attributes:
        article: the law.
        spans: the ranges of the parts, in order; () if the law has none of them.
        hits: the passages of these parts, cut to them.
        confidence: how sure it is that this law is meant, 0-100.
    """

    article: Article
    spans: tuple[Span, ...]
    hits: tuple[Hit, ...]
    confidence: int


def find_cited_statute(
    reference: StatuteReference, hits: Sequence[Hit], list_passages: ListPassages
) -> CitedStatute | None:
    """Return the law among ``hits`` that ``reference`` means, and its parts; None if none is.

    It is the first of those that the name fits best; without a name, the first that has such parts.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.id, hit)
    laws = [(hit, Statute(hit.article.text)) for hit in best.values()]
    naming = Naming.NONE
    if reference.law:
        naming, laws = _select_named(reference.law, laws)
    found = [(hit, tuple(_find_parts(reference, statute))) for hit, statute in laws]
    having = [one for one in found if one[1]]
    if not having:
        named = next((hit for hit, law in laws if reference.law and law.is_law), None)
        return CitedStatute(named.article, (), (), 0) if named else None
    hit, spans = having[0]
    passages = list_passages(hit.article.id)
    if not passages:  # it was deleted meanwhile
        return None
    is_only = naming is Naming.ABBREVIATED or len(having) == 1
    sureness = _NAMED if naming > Naming.ABBREVIATED else _ONLY if is_only else _ONE_OF_SEVERAL
    cut = (replace(hit, passage=one) for span in spans for one in _cut_passages(passages, span))
    return CitedStatute(hit.article, spans, tuple(cut), sureness)


def quote_cited_statute(
    question: str, cited: CitedStatute, hits: Sequence[Hit], limit: int
) -> Answer:
    """Return the answer that quotes the parts; if the law has none of them, it is declined."""
    if not cited.spans:
        law = [hit for hit in hits if hit.article.id == cited.article.id]
        others = [hit for hit in hits if hit.article.id != cited.article.id]
        sources = number_sources([*law, *others])[:limit]
        return Answer(question, (), None, 0, Reason.NOT_TOLD, sources)
    text = cited.article.text
    spans = [_shorten(text, span) for span in cited.spans][:limit]
    quotes = tuple(Quote(cited.article.id, *span, text[slice(*span)]) for span in spans)
    return Answer(
        question=question,
        quotes=quotes,
        short=None,
        confidence=cited.confidence,
        reason=None,
        sources=_cite(spans, cited.hits, hits)[:limit],
    )


def _select_named(
    name: str, laws: Sequence[tuple[Hit, Statute]]
) -> tuple[Naming, list[tuple[Hit, Statute]]]:
    """Return those of ``laws`` that are named best by their title or a line, and how well."""
    namings = [
        max(measure_name(name, hit.article.title), law.measure_name(name)) for hit, law in laws
    ]
    best = max(namings, default=Naming.NONE)
    named = [law for law, naming in zip(laws, namings, strict=True) if naming is best]
    return best, named if best else []


def _find_parts(reference: StatuteReference, statute: Statute) -> Iterator[Span]:
    for place in reference.places:
        if found := statute.find(place, reference.law):
            yield found


def _cut_passages(passages: Sequence[Passage], span: Span) -> Iterator[Passage]:
    """Yield the passages that overlap ``span``, each cut to it; a heading has that below it."""
    overlapping = [one for one in passages if _touches(one, span)]
    for passage in overlapping:
        start, end = max(passage.start, span.start), min(passage.end, span.end)
        yield replace(passage, start=start, end=end)
    if not overlapping and passages:
        nearest = min(passages, key=lambda one: abs(one.start - span.end))
        start, end = min(nearest.start, span.start), max(nearest.end, span.end)
        yield replace(nearest, start=start, end=end)


def _shorten(text: str, span: Span) -> Span:
    """Return as many of the first lines, else sentences, as a quote may have."""
    if span.end - span.start <= QUOTE_CHARACTERS:
        return span
    for split in (split_paragraphs, split_sentences):
        fitting = [one for one in split(text, span) if one.end - span.start <= QUOTE_CHARACTERS]
        if fitting:
            return Span(span.start, fitting[-1].end)
    return Span(span.start, span.start + QUOTE_CHARACTERS)


def _cite(spans: Sequence[Span], cut: Sequence[Hit], hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Return the sources: the passages of the quoted ranges, each once, then the other hits."""
    cited: dict[str, Hit] = {}
    quoted: dict[str, list[Span]] = {}
    for span in spans:
        first = min(cut, key=lambda hit: _measure_gap(hit.passage, span))
        former = cited.get(first.passage.id, first).passage
        start, end = min(former.start, span.start), max(former.end, span.end)
        cited[first.passage.id] = replace(first, passage=replace(former, start=start, end=end))
        quoted.setdefault(first.passage.id, []).append(span)
    others = [hit for hit in hits if hit.passage.id not in cited]
    sources = number_sources([*cited.values(), *others])
    return tuple(
        replace(one, highlights=tuple(quoted.get(one.hit.passage.id, ()))) for one in sources
    )


def _touches(passage: Passage, span: Span) -> bool:
    return passage.start < span.end and span.start < passage.end


def _measure_gap(passage: Passage, span: Span) -> int:
    """Return how far they are apart; 0 if they overlap. No passage has a heading by itself."""
    return max(passage.start - span.end + 1, span.start - passage.end + 1, 0)
