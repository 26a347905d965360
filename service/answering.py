"""From hits to an answer: read the windows, rank them, quote the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter, mul

from embeddings.index import Index, Tools
from embeddings.nouns import Span
from embeddings.sentences import clauses, sentences
from service.evidence import WINDOW_CHARACTERS, Evidence, Features, Reader, Term, windows
from service.nouns import Hit, Quote, ShortAnswer
from service.questions import Question

_values = attrgetter(*Features.__dataclass_fields__)
# Linear weights over ``Features``; they order the windows of one question.
_RANKING = Features(
    words=1.0,
    bigrams=0.8,
    context=0.7,
    article=0.2,
    semantic=0.5,
    retrieval=0.5,
    form=0.4,
    proximity=0.5,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A piece of evidence and its rank score."""

    evidence: Evidence
    score: float


def judge(question: Question, hits: Sequence[Hit], index: Index, tools: Tools) -> list[Judged]:
    """Return all windows of ``hits``, best first."""
    reader = Reader(question, weigh(question, index), bigrams_of(question))
    found = [window for hit in hits for window in windows(hit)]
    if not found:
        return []
    best = hits[0].scores.fused or 1.0
    texts = [window.hit.article.text[window.span.start : window.span.end] for window in found]
    vectors = tools.encoder.encode_passages(texts)
    similarities = vectors @ tools.encoder.encode_queries([question.text])[0]
    read = (
        reader.read(window, float(similarity), window.hit.scores.fused / best)
        for window, similarity in zip(found, similarities, strict=True)
    )
    judged = [Judged(evidence, rank_score(evidence.features)) for evidence in read]
    return sorted(judged, key=lambda one: -one.score)


def weigh(question: Question, index: Index) -> tuple[Term, ...]:
    """Give each content word its idf among the passages."""
    return tuple(
        Term(word, index.lexical.inverse_document_frequency(word)) for word in question.words
    )


def bigrams_of(question: Question) -> frozenset[str]:
    """Return the character bigrams of the question's content."""
    runs = question.content.split()
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def rank_score(features: Features) -> float:
    """Return the weighted sum of the features."""
    return sum(map(mul, _values(_RANKING), _values(features)))


def quote_of(evidence: Evidence) -> Quote:
    """Return the words to show: the window, grown by its sentence's clauses while it stays short."""
    article = evidence.window.hit.article
    span = _grown(article.text, evidence.window.span)
    return Quote(article.id, span.start, span.end, article.text[span.start : span.end])


def short_answer_of(evidence: Evidence) -> ShortAnswer | None:
    """Return the span that answers, if the question's kind has one."""
    if evidence.answer is None:
        return None
    start, end = evidence.answer
    return ShortAnswer(1, start, end, evidence.window.hit.article.text[start:end])


def _grown(text: str, span: Span) -> Span:
    paragraph = Span(text.rfind("\n", 0, span.start) + 1, len(text))
    sentence = next(s for s in sentences(text, paragraph) if s.end >= span.end)
    for clause in reversed([c for c in clauses(text, sentence) if c.end <= span.start]):
        if span.end - clause.start <= WINDOW_CHARACTERS:
            span = Span(clause.start, span.end)
    return span
