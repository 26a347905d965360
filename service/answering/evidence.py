"""Which words of an article answer: windows of clauses, measured against the question."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_blocks, split_clauses, split_sentences, split_statements
from service.answers.hits import Hit
from service.questions.answer_spans import find_answer_spans, measure_unit_fit
from service.questions.query_terms import QueryTerms, Term, measure_coverage
from service.questions.question import FORMED_KINDS

WINDOW_CHARACTERS = 120
_CONTEXT_CHARACTERS = 300
_LEAD_CHARACTERS = 150
_HALVING_DISTANCE = 20.0


@dataclass(frozen=True, slots=True)
class Window:
    """A run of clauses of one sentence, at most ``WINDOW_CHARACTERS`` long.

    Attributes:
        hit: the passage it was found in.
        span: its range of the article's text.
        folded: its text, folded.
        context: title, section heading, and the beginning and the end of its paragraph before it
            (a long paragraph's beginning names its subject), folded.
    """

    hit: Hit
    span: Span
    folded: str
    context: str

    @property
    def text(self) -> str:
        """The window's text, verbatim."""
        return self.hit.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class EvidenceFeatures:
    """What is known of a window. Each lies in 0..1, and more is better.

    "Context" is the window's context and the window itself.

    Attributes:
        words: weighted share of the question's words that stand in the window.
        bigrams: the same for its character bigrams.
        characters: the same for its characters.
        context_words: weighted share of the words that stand in the context.
        context_bigrams: the same for the bigrams.
        semantic: cosine of question and window.
        retrieval: how well retrieval liked the passage, against the best one.
        form: how well the unit of that span fits; 0 for a window without the number or date that is
            asked for, 1 for kinds of question whose answers have no form.
        proximity: how near the question's words stand to the span that answers.
        names: share of the question's names and places that the article mentions; 1 without any.
    """

    words: float
    bigrams: float
    characters: float
    context_words: float
    context_bigrams: float
    semantic: float
    retrieval: float
    form: float
    proximity: float
    names: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A window with its features; ``query_terms`` is what it was measured against."""

    window: Window
    features: EvidenceFeatures
    query_terms: QueryTerms


def generate_windows(hits: Iterable[Hit]) -> Iterator[Window]:
    """Yield the windows of every passage; where passages overlap, each window once."""
    folded: dict[str, str] = {}
    seen: set[tuple[str, Span]] = set()
    for hit in hits:
        text = folded.setdefault(hit.article.id, fold_aligned(hit.article.text))
        head = fold_aligned(f"{hit.article.title}\n{hit.passage.heading}\n")
        for span in _spans(hit):
            if (hit.article.id, span) not in seen:
                seen.add((hit.article.id, span))
                yield Window(hit, span, text[span.start : span.end], head + _before(text, span))


def _spans(hit: Hit) -> Iterator[Span]:
    """Yield the sentences of the passage; of a long one its statements, or runs of clauses."""
    text = hit.article.text
    for sentence in split_sentences(text, Span(hit.passage.start, hit.passage.end)):
        if _length(sentence) <= WINDOW_CHARACTERS:
            yield sentence
            continue
        for statement in split_statements(text, sentence):
            yield from _runs(text, statement)


def measure_window(
    window: Window, query_terms: QueryTerms, retrieval: float, names: float
) -> Evidence:
    """Measure a window; ``semantic`` is left 0.

    Args:
        window: what is measured.
        query_terms: what it is measured against.
        retrieval: how well the search liked its passage.
        names: share of the question's names that its article mentions.
    """
    text = window.folded
    context = window.context + text
    form, proximity = _best_form(text, query_terms)
    features = EvidenceFeatures(
        words=measure_coverage(query_terms.words, text),
        bigrams=measure_coverage(query_terms.bigrams, text),
        characters=measure_coverage(query_terms.characters, text),
        context_words=measure_coverage(query_terms.words, context),
        context_bigrams=measure_coverage(query_terms.bigrams, context),
        semantic=0.0,
        retrieval=retrieval,
        form=form,
        proximity=proximity,
        names=names,
    )
    return Evidence(window, features, query_terms)


def _length(span: Span) -> int:
    return span.end - span.start


def _runs(text: str, statement: Span) -> Iterator[Span]:
    """Yield the statement, or from each of its clauses on as many as fit."""
    if _length(statement) <= WINDOW_CHARACTERS:
        yield statement
        return
    parts = [
        part
        for clause in split_clauses(text, statement)
        for part in split_blocks(text, clause, WINDOW_CHARACTERS)
    ]
    for first, part in enumerate(parts):
        fitting = [p for p in parts[first:] if p.end - part.start <= WINDOW_CHARACTERS]
        yield Span(part.start, fitting[-1].end)


def _before(text: str, span: Span) -> str:
    paragraph = text.rfind("\n", 0, span.start) + 1
    beginning = text[paragraph : min(span.start, paragraph + _LEAD_CHARACTERS)]
    return f"{beginning}\n{text[max(paragraph, span.start - _CONTEXT_CHARACTERS) : span.start]}"


def _best_form(text: str, query_terms: QueryTerms) -> tuple[float, float]:
    """Return how well the form of the best span of the wanted kind fits, and its proximity."""
    question = query_terms.question
    spots = [(term, spot) for term in query_terms.words for spot in _spots(term.text, text)]
    total = query_terms.words.total or 1.0
    fits = [
        (
            measure_unit_fit(text[span.start : span.end], question.units),
            _proximity(span, spots) / total,
        )
        for span in find_answer_spans(text, question.kind)
    ]
    nothing = (0.0 if question.kind in FORMED_KINDS else 1.0, 0.0)
    return max(fits, key=sum, default=nothing)


def _spots(word: str, text: str) -> Iterator[Span]:
    """Yield where ``word`` stands in ``text``."""
    start = text.find(word)
    while start >= 0:
        yield Span(start, start + len(word))
        start = text.find(word, start + 1)


def _proximity(span: Span, spots: Iterable[tuple[Term, Span]]) -> float:
    """Return the terms' weights, each halved for every 20 characters to its nearest spot."""
    nearest: dict[Term, int] = {}
    for term, spot in spots:
        gap = max(span.start - spot.end, spot.start - span.end, 0)
        nearest[term] = min(gap, nearest.get(term, gap))
    return sum(t.weight * math.exp2(-gap / _HALVING_DISTANCE) for t, gap in nearest.items())
