"""Evidence: windows of clauses, measured against the question."""

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
        hit: the passage that contains it.
        span: its range in the article's text.
        folded: its text, folded.
        context: title, section heading, and what precedes it in its paragraph: the beginning (which
            names the subject of a long paragraph) and the end; folded.
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
    """The features of a window, in 0..1; higher is better.

    "Context" includes the window itself.

    Attributes:
        words: weighted share of the question's words that occur in the window.
        bigrams: the same for its character bigrams.
        characters: the same for its characters.
        context_words: weighted share of the words that occur in the context.
        context_bigrams: the same for the bigrams.
        semantic: cosine of question and window.
        retrieval: the retrieval score of the passage, relative to the best one.
        form: how well the unit of the answering span fits; 0 for a window without the number or
            date asked for, 1 for kinds of questions whose answers have no form.
        proximity: how near the question's words are to the answering span.
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
    """A window with its features, measured against ``query_terms``."""

    window: Window
    features: EvidenceFeatures
    query_terms: QueryTerms


def generate_windows(hits: Iterable[Hit]) -> Iterator[Window]:
    """Yield the windows of all passages; a window in overlapping passages only once."""
    folded: dict[str, str] = {}
    seen: set[tuple[str, Span]] = set()
    for hit in hits:
        text = folded.setdefault(hit.article.id, fold_aligned(hit.article.text))
        head = fold_aligned(f"{hit.article.title}\n{hit.passage.heading}\n")
        for span in _split_passage(hit):
            if (hit.article.id, span) not in seen:
                seen.add((hit.article.id, span))
                yield Window(
                    hit, span, text[span.start : span.end], head + _select_context(text, span)
                )


def _split_passage(hit: Hit) -> Iterator[Span]:
    """Yield the sentences of the passage; for a long one its statements or runs of clauses."""
    text = hit.article.text
    for sentence in split_sentences(text, Span(hit.passage.start, hit.passage.end)):
        if _measure_length(sentence) <= WINDOW_CHARACTERS:
            yield sentence
            continue
        for statement in split_statements(text, sentence):
            yield from _generate_runs(text, statement)


def measure_window(
    window: Window, query_terms: QueryTerms, retrieval: float, names: float
) -> Evidence:
    """Measure a window, except ``semantic``, which is 0.

    Args:
        window: the window.
        query_terms: the terms to measure it against.
        retrieval: the relative retrieval score of its passage.
        names: share of the question's names that its article mentions.
    """
    text = window.folded
    context = window.context + text
    form, proximity = _measure_form(text, query_terms)
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


def _measure_length(span: Span) -> int:
    return span.end - span.start


def _generate_runs(text: str, statement: Span) -> Iterator[Span]:
    """Yield the statement, or for each of its clauses the longest run from there that fits."""
    if _measure_length(statement) <= WINDOW_CHARACTERS:
        yield statement
        return
    parts = [
        part
        for clause in split_clauses(text, statement)
        for part in split_blocks(text, clause, WINDOW_CHARACTERS)
    ]
    for first, part in enumerate(parts):
        run = [p for p in parts[first:] if p.end - part.start <= WINDOW_CHARACTERS]
        yield Span(part.start, run[-1].end)


def _select_context(text: str, span: Span) -> str:
    paragraph = text.rfind("\n", 0, span.start) + 1
    beginning = text[paragraph : min(span.start, paragraph + _LEAD_CHARACTERS)]
    return f"{beginning}\n{text[max(paragraph, span.start - _CONTEXT_CHARACTERS) : span.start]}"


def _measure_form(text: str, query_terms: QueryTerms) -> tuple[float, float]:
    """Return how well the form of the best answering span fits, and its proximity."""
    question = query_terms.question
    occurrences = [
        (term, span) for term in query_terms.words for span in _find_occurrences(term.text, text)
    ]
    total = query_terms.words.total or 1.0
    fits = [
        (
            measure_unit_fit(text[span.start : span.end], question.units),
            _measure_proximity(span, occurrences) / total,
        )
        for span in find_answer_spans(text, question.kind)
    ]
    nothing = (0.0 if question.kind in FORMED_KINDS else 1.0, 0.0)
    return max(fits, key=sum, default=nothing)


def _find_occurrences(word: str, text: str) -> Iterator[Span]:
    """Yield the ranges of ``word`` in ``text``."""
    start = text.find(word)
    while start >= 0:
        yield Span(start, start + len(word))
        start = text.find(word, start + 1)


def _measure_proximity(span: Span, occurrences: Iterable[tuple[Term, Span]]) -> float:
    """Return the sum of the terms' weights, halved per 20 characters to the nearest occurrence."""
    nearest: dict[Term, int] = {}
    for term, place in occurrences:
        gap = max(span.start - place.end, place.start - span.end, 0)
        nearest[term] = min(gap, nearest.get(term, gap))
    return sum(t.weight * math.exp2(-gap / _HALVING_DISTANCE) for t, gap in nearest.items())
