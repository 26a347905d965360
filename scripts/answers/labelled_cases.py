"""Put a case to its collection and label the result: the training examples of both models."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from embeddings.index.index import Tools
from embeddings.text.normalize import squeeze
from scripts.answers.cases import Case, Origin
from scripts.benchmarks.collection import Collection
from scripts.fitting.conditional_logit import Candidates
from service.answering.judge import Judged, judge, quote_of
from service.answering.signals import Signals, read_signals
from service.assistant import READ_HITS
from service.questions.question import Kind, Question, read_question
from service.retrieval.retrieve import retrieve

# Enough that hits are left when the right article is taken out.
_RETRIEVED_HITS = 3 * READ_HITS


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A case and how it was answered.

    Attributes:
        kind: the kind of answer the question asks for.
        signals: of the best window; None when nothing was found.
        right: whether its quote holds an accepted answer and comes from a right document.
        windows: all windows, when one of them holds an accepted answer; else None.
    """

    case: Case
    kind: Kind
    signals: Signals | None
    right: bool
    windows: Candidates | None


def label(case: Case, collection: Collection) -> LabelledCase:
    """Answer ``case`` as the product does, whatever the confidence, and label the answer."""
    tools, index = collection.tools, collection.index
    question = read_question(case.text, tools.segmenter)
    hits = retrieve(question, index, collection.library, tools, _RETRIEVED_HITS)
    if case.origin is Origin.REMOVED:
        hits = [hit for hit in hits if hit.article.id not in case.right]
    judged = judge(question, hits[:READ_HITS], index, tools)
    return LabelledCase(
        case=case,
        kind=question.kind,
        signals=read_signals(judged[0].evidence) if judged else None,
        right=bool(judged) and _is_right(quote_of(judged[0].evidence).text, judged[0], case),
        windows=_windows(question, judged, case, tools) if case.answers else None,
    )


def _windows(
    question: Question, judged: Sequence[Judged], case: Case, tools: Tools
) -> Candidates | None:
    """Return all windows with their features, including the cosine that lower ranks lack."""
    right = [_is_right(window.evidence.window.text, window, case) for window in judged]
    if not any(right):
        return None
    vectors = tools.passage_vectors([window.evidence.window.text for window in judged])
    similarities = np.maximum(vectors @ tools.query_vector(question.text), 0)
    rows = [
        astuple(replace(window.evidence.features, semantic=float(similarity)))
        for window, similarity in zip(judged, similarities, strict=True)
    ]
    features = np.array(rows, dtype=np.float32)
    return Candidates(features, np.array(right, dtype=bool), is_question=True)


def _is_right(text: str, judged: Judged, case: Case) -> bool:
    squeezed = squeeze(text)
    holds_answer = any(squeeze(answer) in squeezed for answer in case.answers)
    return holds_answer and judged.evidence.window.hit.article.id in case.right
