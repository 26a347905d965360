"""The figures that a fit reached on the held-out half. No IO."""

from dataclasses import dataclass

from service.answering.confidence_features import ConfidenceFeatures
from service.answering.evidence import EvidenceFeatures
from service.evaluation.abstention import Level
from service.evaluation.calibration import Calibration


@dataclass(frozen=True, slots=True)
class KindResult:
    """Window accuracy for one kind of question: the share whose best window holds an answer.

    Attributes:
        before: with the shipped weights.
        after: with the fitted ones.
    """

    kind: str
    questions: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class OriginResult:
    """The cases of one origin: mean confidence, 0..1, and the share answered when balanced."""

    origin: str
    cases: int
    confidence: float
    answered: float


@dataclass(frozen=True, slots=True)
class FitResults:
    """The fitted weights and their figures on documents that were not fitted on.

    Attributes:
        command: how to reproduce them.
        machine: where they were measured.
        ranking: weights of ``service/answering/evidence_ranking.py``.
        signals: weights of ``service/answering/confidence.py``.
        intercept: of the same.
        kinds: window accuracy.
        origins: confidence by how a case was made.
        answerable: the share of the weighted cases that has an answer.
        auc: area under the ROC curve of the confidence, with all cases weighted equally.
        calibration: of the confidence, over the weighted cases.
        levels: what each strictness does with them.
    """

    command: str
    machine: str
    ranking: EvidenceFeatures
    signals: ConfidenceFeatures
    intercept: float
    kinds: tuple[KindResult, ...]
    origins: tuple[OriginResult, ...]
    answerable: float
    auc: float
    calibration: Calibration
    levels: tuple[Level, ...]
