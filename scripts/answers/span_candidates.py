"""Training examples for short answers: the spans of a quote that holds an accepted answer."""

import numpy as np

from embeddings.text.normalize import squeeze
from scripts.benchmarks.benchmark import Query
from scripts.benchmarks.collection import Collection
from scripts.fitting.span_selection import SpanCandidates
from service.answering.judge import judge, quote_of
from service.assistant import READ_HITS
from service.evaluation.overlap import f1
from service.questions.question import read_question
from service.retrieval.probe import Probe
from service.retrieval.retrieve import retrieve
from service.short_answers.candidates import candidates, tokens_of
from service.short_answers.features import measure_spans

# How many windows are searched for one that holds the answer.
_WINDOWS = 12


def span_candidates(query: Query, collection: Collection) -> SpanCandidates | None:
    """Return the spans of the best quote that holds an answer; None if no quote does."""
    tools, index = collection.tools, collection.index
    question = read_question(query.text, tools.segmenter)
    hits = retrieve(question, index, collection.library, tools, READ_HITS)
    accepted = [squeeze(answer) for answer in query.answers]
    for judged in judge(question, hits, index, tools)[:_WINDOWS]:
        quote = quote_of(judged.evidence)
        text = squeeze(quote.text)
        is_right = judged.evidence.window.hit.article.id in query.right
        if is_right and any(answer in text for answer in accepted):
            return _measure(quote.text, judged.evidence.probe, query, collection)
    return None


def _measure(
    text: str, probe: Probe, query: Query, collection: Collection
) -> SpanCandidates | None:
    tokens = tokens_of(text, collection.tools.segmenter)
    kind = probe.question.kind
    spans = candidates(text, tokens, kind)
    overlaps = [f1(text[span.start : span.end], query.answers) for span in spans]
    if not any(overlaps):
        return None
    columns = measure_spans(text, tokens, spans, probe)
    features = np.stack(list(columns.values()), axis=1)
    return SpanCandidates(kind, tuple(columns), features, np.array(overlaps, np.float32))
