"""The sources of an answer: the passages it quotes, and the other hits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.answers.hits import Hit, Source, number_sources
from service.locating.located_answer import LocatedAnswer


def cite(located: Iterable[LocatedAnswer], hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Return the sources: first the passages of ``located``, each once, then the other hits."""
    scores = {hit.passage.id: hit.scores for hit in hits}
    cited: dict[str, list[LocatedAnswer]] = {}
    for one in located:
        cited.setdefault(one.read.hit.passage.id, []).append(one)
    quoted = [
        replace(_join(group), scores=scores.get(key, group[0].read.hit.scores))
        for key, group in cited.items()
    ]
    others = [hit for hit in hits if hit.passage.id not in cited]
    sources = number_sources([*quoted, *others])
    spans = [
        tuple(dict.fromkeys(quote.span for one in group for quote in one.quotes))
        for group in cited.values()
    ]
    highlighted = (replace(s, highlights=h) for s, h in zip(sources, spans, strict=False))
    return (*highlighted, *sources[len(quoted) :])


def _join(group: Sequence[LocatedAnswer]) -> Hit:
    """Return the hit of answers in the same passage, extended to contain all their quotes."""
    hits = [one.hit for one in group]
    start, end = min(h.passage.start for h in hits), max(h.passage.end for h in hits)
    return replace(hits[0], passage=replace(hits[0].passage, start=start, end=end))
