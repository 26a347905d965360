"""Replace a noun by one of the same kind: 女职工 for 男职工, 专职委员 for 专职副书记."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from embeddings.documents import Span
from service.followups.antecedents import Earlier
from service.followups.interpretation import Interpretation
from service.followups.substitution import substitute
from service.followups.words import NAME_LIKE, Word, Words


def substitute_noun(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Replace the nouns that end or begin as ``said`` does."""
    if earlier.topic.endswith(said.text):
        return  # the topic, named again
    best: tuple[int, Span] | None = None
    for run in find_noun_runs(earlier.words):
        shared = _shared(said.folded, earlier.words.folded[run.start : run.end])
        span = _last(earlier.words.between(run), len(said.words), longer_than=shared)
        text = earlier.words.folded[span.start : span.end]
        if 0 < shared < max(len(said.folded), len(text)) and (best is None or shared > best[0]):
            best = (shared, _with_name(earlier.words, span) if shared == len(text) else span)
    if best and best[1].start >= earlier.phrases.topic.start:
        yield substitute(earlier, best[1], said.text)


def find_noun_runs(words: Words) -> Iterator[Span]:
    """Yield the runs of nouns with what stands in front of them, without names and asking words."""
    taken = [*words.names, *words.asking()]
    run: list[Span] = []
    for word in words.words:
        outside = any(span.start <= word.span.start < span.end for span in taken)
        if word.tag.startswith(("n", "b", "j", "l", "a", "z", "vn")) and not outside:
            run.append(word.span)
        elif run:
            yield Span(run[0].start, run[-1].end)
            run = []
    if run:
        yield Span(run[0].start, run[-1].end)


def _last(words: Sequence[Word], count: int, longer_than: int) -> Span:
    """Return the range of the last ``count`` words, as many as what takes their place has.

    It takes in more of them until it is ``longer_than`` what both have in common.
    """
    end = words[-1].span.end
    starts = [word.span.start for word in words[-count::-1]] or [words[0].span.start]
    return Span(next((start for start in starts if end - start > longer_than), starts[-1]), end)


def _with_name(words: Words, span: Span) -> Span:
    """Take in the name in front, which has no ending of its own: 青山 of 青山水库."""
    before = next((name for name in words.names if name.end == span.start), span)
    return span if NAME_LIKE.fullmatch(words.printed(before)) else Span(before.start, span.end)


def _shared(first: str, second: str) -> int:
    """Return how many characters two nouns end with together, or begin with if two or more."""
    ending = _same(reversed(first), reversed(second))
    beginning = _same(first, second)
    return ending or (beginning if beginning > 1 else 0)


def _same(first: Iterable[str], second: Iterable[str]) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
