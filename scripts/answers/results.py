"""The nouns of what a fit reached on the held-out half. No IO."""

from dataclasses import dataclass

from service.answering.confidence_features import ConfidenceFeatures
from service.answering.evidence import EvidenceFeatures
from service.evaluation.abstention import Level
from service.evaluation.calibration import Calibration


@dataclass(frozen=True, slots=True)
class KindResult:
    """Window accuracy of one kind of question: the share whose best window holds an answer.

    Attributes:
        before: with the weights that the product has.
        after: with the fitted ones.
    """

    kind: str
    questions: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class OriginResult:
    """Cases of one origin: their mean confidence, 0..1, and the share answered when balanced."""

    origin: str
    cases: int
    confidence: float
    answered: float


@dataclass(frozen=True, slots=True)
class FitResults:
    """What was fitted, and the figures on documents that were not fitted on.

    Attributes:
        command: how to make them again.
        machine: where they were made.
        ranking: weights of ``service/answering/evidence_ranking.py``.
        signals: weights of ``service/answering/confidence.py``.
        intercept: of the same.
        kinds: window accuracy.
        origins: confidence by how a case was made.
        answerable: which share of the weighted cases has an answer.
        auc: of the confidence, over the weighted mixture's cases, each counting the same.
        calibration: of the confidence over the mixture.
        levels: what each strictness does on it.
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
