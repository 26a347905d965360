"""Ask a case of its collection, and keep what the two models learn from."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings.index.analyzer import Analyzer
from embeddings.text.normalize import fold_without_spaces
from scripts.answers.cases import Case, Origin
from scripts.benchmarks.collection import Collection
from scripts.fitting.conditional_logit import Example
from service.answering.confidence_features import ConfidenceFeatures, measure_confidence_features
from service.answering.evidence_ranking import RankedEvidence, extract_quote, rank_evidence
from service.answers.hits import Hit
from service.assistant import READ_HITS
from service.questions.question import Question, QuestionKind, read_question
from service.retrieval.candidates import retrieve

# Enough that hits are left when the right article is taken out.
_FOUND = 3 * READ_HITS


@dataclass(frozen=True, slots=True)
class Asked:
    """A case after it was asked.

    Attributes:
        kind: what kind of answer the question wants.
        signals: of the best window; None when nothing was found.
        right: whether its quote holds an accepted answer, in a right document.
        windows: every window, for a case that has an answer among them; else None.
    """

    case: Case
    kind: QuestionKind
    signals: ConfidenceFeatures | None
    right: bool
    windows: Example | None


def ask(case: Case, collection: Collection) -> Asked:
    """Answer ``case`` as the product does, whatever its confidence."""
    tools, index = collection.tools, collection.index
    question = read_question(case.text, tools.segmenter)
    hits = retrieve(question, index, collection.library, tools, _FOUND)
    if case.origin is Origin.REMOVED:
        hits = [hit for hit in hits if hit.article.id not in case.right]
    judged = rank_evidence(question, hits[:READ_HITS], index, tools)
    return Asked(
        case=case,
        kind=question.kind,
        signals=measure_confidence_features(judged[0].evidence) if judged else None,
        right=bool(judged) and _holds(extract_quote(judged[0].evidence).text, judged[0], case),
        windows=_windows(question, judged, case, tools) if case.answers else None,
    )


def _windows(
    question: Question, judged: Sequence[RankedEvidence], case: Case, tools: Analyzer
) -> Example | None:
    """Return all windows as the ranking sees them, with the cosine also of those far behind."""
    right = [_holds(one.evidence.window.text, one, case) for one in judged]
    if not any(right):
        return None
    vectors = tools.passage_vectors([one.evidence.window.text for one in judged])
    similarities = np.maximum(vectors @ tools.query_vector(question.text), 0)
    rows = [
        astuple(replace(one.evidence.features, semantic=float(similarity)))
        for one, similarity in zip(judged, similarities, strict=True)
    ]
    return Example(np.array(rows, dtype=np.float32), _array(right), asks=True)


def _holds(text: str, judged: RankedEvidence, case: Case) -> bool:
    hit: Hit = judged.evidence.window.hit
    shown = fold_without_spaces(text)
    accepted = any(fold_without_spaces(answer) in shown for answer in case.answers)
    return accepted and hit.article.id in case.right


def _array(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, dtype=bool)
