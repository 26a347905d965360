"""Find the sentences of an article that say something of a subject."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from embeddings.documents import Article, Span
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_sentence, split_sentences
from service.answers.hits import Hit
from service.language import Language
from service.questions.answer_spans import find_answer_spans
from service.questions.query_terms import QueryTerms, measure_coverage, measure_mentions
from service.questions.question import FORMED_KINDS, Question
from service.retrieval.highlights import find_highlights

# The least share of the words, by weight, that a passage with its title must have to be about the
# subject, and a sentence of it to be quoted.
_LEAST_IN_PASSAGE = 0.6
_LEAST_IN_SENTENCE = 0.4


class Sentence(NamedTuple):
    """A sentence of an article, and the ranges of the subject's words in it."""

    span: Span
    highlights: tuple[Span, ...]


def find_naming(article: Article, terms: Sequence[str]) -> list[Sentence]:
    """Return the sentences that name all ``terms``, or else any of them, in order.

    If only title or byline name them, return the first sentence.
    """
    folded = fold_aligned(article.text)
    places = [list(ExactTerm(term).spans_in(folded)) for term in terms]
    spans = sorted(span for found in places for span in found)
    sentences = list(_gather(article.text, spans))
    named = [
        one
        for one in sentences
        if all(any(_contains(one.span, span) for span in found) for found in places)
    ]
    first = next(split_sentences(article.text), None)
    return named or sentences or ([Sentence(first, ())] if first else [])


def _gather(text: str, spans: Iterable[Span]) -> Iterator[Sentence]:
    """Yield the sentences around ``spans``, each once with all that it contains."""
    current: Sentence | None = None
    for span in spans:
        if current and _contains(current.span, span):
            current = Sentence(current.span, (*current.highlights, span))
            continue
        if current:
            yield current
        current = Sentence(find_sentence(text, span), (span,))
    if current:
        yield current


def find_telling(hit: Hit, query_terms: QueryTerms) -> list[Sentence]:
    """Return the sentences of a passage that have most of the question's words, best first.

    Return [] if the passage is about something else. If a number, a date or the like is asked for,
    only sentences with one are returned.
    """
    question, words = query_terms.question, query_terms.words
    article, passage = hit.article, hit.passage
    folded = fold_aligned(article.text)
    context = fold_aligned(f"{article.title}\n{passage.heading}\n")
    whole = context + folded[passage.start : passage.end]
    is_named = measure_mentions(_list_names(question), context + folded) == 1
    if not is_named or measure_coverage(words, whole) < _LEAST_IN_PASSAGE:
        return []
    spans = split_sentences(article.text, Span(passage.start, passage.end))
    scored = [(measure_coverage(words, folded[slice(*span)]), span) for span in spans]
    enough = [(score, span) for score, span in scored if score >= _LEAST_IN_SENTENCE]
    highlights = find_highlights(hit, question)
    return [
        Sentence(span, tuple(one for one in highlights if _contains(span, one)))
        for _, span in sorted(enough, key=lambda pair: -pair[0])
        if _has_form(article.text[slice(*span)], question)
    ]


def _list_names(question: Question) -> tuple[str, ...]:
    if question.language is Language.ENGLISH:
        return question.names
    return (*question.names, *question.places)


def _has_form(text: str, question: Question) -> bool:
    if question.kind not in FORMED_KINDS:
        return True
    return next(find_answer_spans(text, question.kind), None) is not None


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
