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
from service.retrieval.search import retrieve

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
    analyzer, index = collection.analyzer, collection.index
    question = read_question(case.text, analyzer.segmenter)
    hits = retrieve(question, index, collection.library, analyzer, _FOUND).ranked[:_FOUND]
    if case.origin is Origin.REMOVED:
        hits = [hit for hit in hits if hit.article.id not in case.right]
    ranked = rank_evidence(question, hits[:READ_HITS], index, analyzer)
    return Asked(
        case=case,
        kind=question.kind,
        signals=measure_confidence_features(ranked[0].evidence) if ranked else None,
        right=bool(ranked) and _holds(extract_quote(ranked[0].evidence).text, ranked[0], case),
        windows=_windows(question, ranked, case, analyzer) if case.answers else None,
    )


def _windows(
    question: Question, ranked: Sequence[RankedEvidence], case: Case, analyzer: Analyzer
) -> Example | None:
    """Return all windows as the ranking sees them, with the cosine also of those far behind."""
    right = [_holds(one.evidence.window.text, one, case) for one in ranked]
    if not any(right):
        return None
    vectors = analyzer.passage_vectors([one.evidence.window.text for one in ranked])
    similarities = np.maximum(vectors @ analyzer.query_vector(question.text), 0)
    rows = [
        astuple(replace(one.evidence.features, semantic=float(similarity)))
        for one, similarity in zip(ranked, similarities, strict=True)
    ]
    return Example(np.array(rows, dtype=np.float32), _array(right), asks=True)


def _holds(text: str, ranked: RankedEvidence, case: Case) -> bool:
    hit: Hit = ranked.evidence.window.hit
    shown = fold_without_spaces(text)
    accepted = any(fold_without_spaces(answer) in shown for answer in case.answers)
    return accepted and hit.article.id in case.right


def _array(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, dtype=bool)
