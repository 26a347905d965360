"""Which words of an article answer: windows of clauses, measured against the question."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from embeddings.nouns import Article, Span
from embeddings.normalize import fold_aligned
from embeddings.sentences import clauses, sentences
from service.nouns import Hit
from service.questions import Kind, Question
from service.spans import answer_spans, has_unit

WINDOW_CHARACTERS = 120
_CONTEXT_CHARACTERS = 300
_HALVING_DISTANCE = 20.0

Weigh = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question, folded, with its weight (idf: rarer words bind more)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Window:
    """A run of clauses of one sentence, at most ``WINDOW_CHARACTERS`` long."""

    hit: Hit
    span: Span


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a window. Each lies in 0..1, and more is better.

    Attributes:
        words: weighted share of the question's words that stand in the window.
        bigrams: share of the question's character bigrams that stand in the window.
        context: the same share in the window, its paragraph before it, its heading and title.
        article: weighted share of the words anywhere in the article.
        semantic: cosine of question and window.
        retrieval: the passage's fused score over that of the best passage.
        form: 1 when the window holds a span of the wanted kind (and unit), .5 when of another unit,
            0 when none; 1 for questions without a wanted form.
        proximity: how near the question's words stand to the best such span.
    """

    words: float
    bigrams: float
    context: float
    article: float
    semantic: float
    retrieval: float
    form: float
    proximity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A window with its features, and the span in it that answers, if its kind has one."""

    window: Window
    features: Features
    answer: Span | None


def windows(hit: Hit) -> Iterator[Window]:
    """Yield every sentence of the passage; of a longer sentence, the runs of clauses that fit."""
    text = hit.article.text
    for sentence in sentences(text, Span(hit.passage.start, hit.passage.end)):
        if sentence.end - sentence.start <= WINDOW_CHARACTERS:
            yield Window(hit, sentence)
            continue
        parts = [part for clause in clauses(text, sentence) for part in _blocks(clause)]
        for first, part in enumerate(parts):
            fitting = [p for p in parts[first:] if p.end - part.start <= WINDOW_CHARACTERS]
            yield Window(hit, Span(part.start, fitting[-1].end))


def _blocks(clause: Span) -> Iterator[Span]:
    for start in range(clause.start, clause.end, WINDOW_CHARACTERS):
        yield Span(start, min(start + WINDOW_CHARACTERS, clause.end))


@dataclass(frozen=True, slots=True)
class Reader:
    """Measures windows against one question."""

    question: Question
    terms: tuple[Term, ...]
    bigrams: frozenset[str]

    def read(self, window: Window, semantic: float, retrieval: float) -> Evidence:
        """Return the window's features; ``semantic`` and ``retrieval`` come from the searches."""
        article = window.hit.article
        text = fold_aligned(article.text[window.span.start : window.span.end])
        context = fold_aligned(_context(article, window))
        answer, form, proximity = self._best_span(text)
        features = Features(
            words=self._coverage(text),
            bigrams=self._bigram_coverage(text),
            context=self._coverage(context + text),
            article=self._coverage(fold_aligned(article.title + article.text)),
            semantic=max(0.0, semantic),
            retrieval=retrieval,
            form=form,
            proximity=proximity,
        )
        start = window.span.start
        shifted = Span(answer.start + start, answer.end + start) if answer else None
        return Evidence(window, features, shifted)

    def _coverage(self, text: str) -> float:
        total = sum(term.weight for term in self.terms)
        found = sum(term.weight * _match(term.text, text) for term in self.terms)
        return found / total if total else 0.0

    def _bigram_coverage(self, text: str) -> float:
        if not self.bigrams:
            return 0.0
        return sum(bigram in text for bigram in self.bigrams) / len(self.bigrams)

    def _best_span(self, text: str) -> tuple[Span | None, float, float]:
        """Return the span that answers best, how well its form fits, and its proximity."""
        spans = list(answer_spans(text, self.question.kind))
        if self.question.kind not in (Kind.NUMBER, Kind.DATE, Kind.NAME):
            return None, 1.0, 0.0
        rated = [(self._form(text, span), self._proximity(text, span), span) for span in spans]
        if not rated:
            return None, 0.0, 0.0
        form, proximity, span = max(rated, key=lambda one: (one[0] + one[1], -one[2].start))
        return span, form, proximity

    def _form(self, text: str, span: Span) -> float:
        units = self.question.units
        return 1.0 if not units or has_unit(text[span.start : span.end], units) else 0.5

    def _proximity(self, text: str, span: Span) -> float:
        """Return the coverage with each word's weight halved every 20 characters of distance."""
        total = sum(term.weight for term in self.terms)
        near = sum(
            term.weight * 0.5 ** (distance / _HALVING_DISTANCE)
            for term in self.terms
            if (distance := _distance(term.text, text, span)) is not None
        )
        return near / total if total else 0.0


def _match(word: str, text: str) -> float:
    """Return 1 when ``word`` stands in ``text``, else the share of its bigrams there, halved."""
    if word in text:
        return 1.0
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) / 2 if len(pairs) > 1 else 0.0


def _distance(word: str, text: str, span: Span) -> int | None:
    """Return how many characters lie between ``span`` and the nearest ``word``, if any."""
    gaps = [
        max(span.start - match.end(), match.start() - span.end, 0)
        for match in re.finditer(re.escape(word), text)
    ]
    return min(gaps, default=None)


def _context(article: Article, window: Window) -> str:
    """Return title, heading, and the window's paragraph before it."""
    start = window.span.start
    paragraph = max(article.text.rfind("\n", 0, start) + 1, start - _CONTEXT_CHARACTERS)
    return f"{article.title}\n{window.hit.passage.heading}\n{article.text[paragraph:start]}"
