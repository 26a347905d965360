"""Find the words of a query in a passage, whole phrases where they stand together."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from embeddings.documents import Span
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from service.answers.hits import Hit
from service.questions.question import Question

_LONGEST_PHRASE = 6  # words, unless it is all that was asked without a space
_QUOTATION_MARKS = re.compile("[“”\"'‘’「」『』《》〈〉]{1,2}")


def find_highlights(hit: Hit, question: Question) -> tuple[Span, ...]:
    """Return the ranges of the article's text with words of the query, in order.

    Words of one character count only in a query without longer ones, and in a phrase: 党建云平台 is
    one mark, although 云 is a word. Ranges with nothing but quotation marks between are merged.
    """
    words = dict.fromkeys((*question.places, *question.words))
    selected = [word for word in words if len(word) > 1] or list(words)
    folded = fold_aligned(hit.text)
    found = [span for word in selected for span in ExactTerm(word).spans_in(folded)]
    phrases = _compile_phrases(question.content, question.words)
    found += [Span(*match.span()) for match in phrases.finditer(folded)]
    offset = hit.passage.start
    return tuple(Span(offset + start, offset + end) for start, end in _merge(found, folded))


def _merge(found: Iterable[Span], text: str) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(found):
        if merged and _touch(merged[-1], span, text):
            span = Span(merged[-1].start, max(span.end, merged.pop().end))  # noqa: PLW2901
        merged.append(span)
    return merged


def _touch(first: Span, second: Span, text: str) -> bool:
    between = text[first.end : second.start]
    return not between or _QUOTATION_MARKS.fullmatch(between) is not None


@lru_cache(maxsize=64)
def _compile_phrases(content: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for what stands together in the query, the longest first."""
    phrases = {phrase for run in content.split() for phrase in _list_phrases(run, words)}
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(ExactTerm(one).source for one in ordered) or "(?!)")


def _list_phrases(run: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield ``run`` if it has nothing but content words, and its parts of two or more of them."""
    pieces: list[str] = []
    rest = run
    while rest:
        word = max((word for word in words if rest.startswith(word)), key=len, default="")
        pieces.append(word)
        rest = rest[len(word) or 1 :]
    for start in range(len(pieces)):
        for end in range(start + 2, len(pieces) + 1):
            is_whole = (start, end) == (0, len(pieces))
            if all(pieces[start:end]) and (is_whole or end - start <= _LONGEST_PHRASE):
                yield "".join(pieces[start:end])
