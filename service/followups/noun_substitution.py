"""Replace a noun with one of the same kind: 男职工 with 女职工, 专职副书记 with 专职委员."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from embeddings.documents import Span
from service.followups.antecedents import EarlierTurn
from service.followups.interpretation import Interpretation
from service.followups.substitution import substitute
from service.followups.words import NAME_LIKE, Word, Words


def substitute_noun(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    """Replace the nouns that end or start as ``fragment`` does."""
    if earlier.topic.endswith(fragment.text):
        return  # the topic itself
    best: tuple[int, Span] | None = None
    for run in find_noun_runs(earlier.words):
        shared = _measure_overlap(fragment.folded, earlier.words.folded[run.start : run.end])
        span = _select_last(earlier.words.select(run), len(fragment.words), longer_than=shared)
        text = earlier.words.folded[span.start : span.end]
        if 0 < shared < max(len(fragment.folded), len(text)) and (best is None or shared > best[0]):
            best = (shared, _include_name(earlier.words, span) if shared == len(text) else span)
    if best and best[1].start >= earlier.phrases.topic.start:
        yield substitute(earlier, best[1], fragment.text)


def find_noun_runs(words: Words) -> Iterator[Span]:
    """Yield the runs of nouns with their modifiers, without names and interrogatives."""
    excluded = [*words.names, *words.find_interrogatives()]
    run: list[Span] = []
    for word in words.words:
        is_excluded = any(span.start <= word.span.start < span.end for span in excluded)
        if word.tag.startswith(("n", "b", "j", "l", "a", "z", "vn")) and not is_excluded:
            run.append(word.span)
        elif run:
            yield Span(run[0].start, run[-1].end)
            run = []
    if run:
        yield Span(run[0].start, run[-1].end)


def _select_last(words: Sequence[Word], count: int, longer_than: int) -> Span:
    """Return the range of the last ``count`` words, as many as the replacement has.

    Add words in front until the range is ``longer_than`` the characters both have in common.
    """
    end = words[-1].span.end
    starts = [word.span.start for word in words[-count::-1]] or [words[0].span.start]
    return Span(next((start for start in starts if end - start > longer_than), starts[-1]), end)


def _include_name(words: Words, span: Span) -> Span:
    """Add the name in front if it has no ending of its own: 青山 of 青山水库."""
    before = next((name for name in words.names if name.end == span.start), span)
    return span if NAME_LIKE.fullmatch(words.extract(before)) else Span(before.start, span.end)


def _measure_overlap(first: str, second: str) -> int:
    """Return how many characters two nouns share at the end, else at the start if at least two."""
    ending = _count_common(reversed(first), reversed(second))
    beginning = _count_common(first, second)
    return ending or (beginning if beginning > 1 else 0)


def _count_common(first: Iterable[str], second: Iterable[str]) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
