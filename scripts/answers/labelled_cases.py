"""Put a case to its collection and label the result: the training examples of both models."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from embeddings.index.analyzer import Analyzer
from embeddings.text.normalize import fold_without_spaces
from scripts.answers.cases import Case, Origin
from scripts.benchmarks.collection import Collection
from scripts.fitting.conditional_logit import Candidates
from service.answering.confidence_features import ConfidenceFeatures, measure_confidence_features
from service.answering.evidence_ranking import RankedEvidence, extract_quote, rank_evidence
from service.assistant import READ_HITS
from service.questions.question import Question, QuestionKind, read_question
from service.retrieval.search import retrieve

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
    kind: QuestionKind
    signals: ConfidenceFeatures | None
    right: bool
    windows: Candidates | None


def label(case: Case, collection: Collection) -> LabelledCase:
    """Answer ``case`` as the product does, whatever the confidence, and label the answer."""
    analyzer, index = collection.analyzer, collection.index
    question = read_question(case.text, analyzer.segmenter)
    hits = retrieve(question, collection.snapshot, collection.library, _RETRIEVED_HITS).ranked[
        :_RETRIEVED_HITS
    ]
    if case.origin is Origin.REMOVED:
        hits = [hit for hit in hits if hit.article.id not in case.right]
    ranked = rank_evidence(question, hits[:READ_HITS], index, analyzer)
    return LabelledCase(
        case=case,
        kind=question.kind,
        signals=measure_confidence_features(ranked[0].evidence) if ranked else None,
        right=bool(ranked) and _is_right(extract_quote(ranked[0].evidence).text, ranked[0], case),
        windows=_windows(question, ranked, case, analyzer) if case.answers else None,
    )


def _windows(
    question: Question, ranked: Sequence[RankedEvidence], case: Case, analyzer: Analyzer
) -> Candidates | None:
    """Return all windows with their features, including the cosine that lower ranks lack."""
    right = [_is_right(window.evidence.window.text, window, case) for window in ranked]
    if not any(right):
        return None
    vectors = analyzer.encode_passages([window.evidence.window.text for window in ranked])
    similarities = np.maximum(vectors @ analyzer.encode_query(question.text), 0)
    rows = [
        astuple(replace(window.evidence.features, semantic=float(similarity)))
        for window, similarity in zip(ranked, similarities, strict=True)
    ]
    features = np.array(rows, dtype=np.float32)
    return Candidates(features, np.array(right, dtype=bool), is_question=True)


def _is_right(text: str, ranked: RankedEvidence, case: Case) -> bool:
    squeezed = fold_without_spaces(text)
    holds_answer = any(fold_without_spaces(answer) in squeezed for answer in case.answers)
    return holds_answer and ranked.evidence.window.hit.article.id in case.right
