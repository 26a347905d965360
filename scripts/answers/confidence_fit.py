"""Fit the confidence, and measure it on documents that each fit has not seen."""

import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from scripts.answers.answered_questions import AnsweredQuestion
from scripts.benchmarks.benchmark import SEED
from scripts.fitting.logistic_regression import (
    BoolArray,
    FloatArray,
    Logistic,
    area_under_curve,
    fit_logistic,
)
from service.answering.confidence import ConfidenceFeatures
from service.evaluation.abstention import Judgement, Level, levels
from service.evaluation.calibration import Calibration, calibration
from service.strictness import Strictness

_FOLDS = 10
# Lenient and balanced answer these shares of the answerable questions; strict declines this share
# of the others.
_ANSWERED = {Strictness.LENIENT: 0.97, Strictness.BALANCED: 0.9}
_DECLINED = 0.9


@dataclass(frozen=True, slots=True)
class KindResult:
    """The questions of one kind: mean confidence, 0..1, and the share answered rightly."""

    kind: str
    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class ConfidenceResults:
    """The fitted weights, and figures by cross-validation over documents.

    Attributes:
        command: how to reproduce them.
        machine: where they were measured.
        weights: by feature, rounded as they are shipped.
        intercept: of the same.
        answerable: the share of the questions that has an answer.
        auc: of right answers against all others.
        auc_answerable: of answerable against unanswerable questions.
        auc_alone: the same, of each feature by itself.
        calibration: of the confidence.
        thresholds: where each strictness should begin, by the shares above.
        levels: what each strictness does as it is set now.
        kinds: by kind of question.
    """

    command: str
    machine: str
    weights: ConfidenceFeatures
    intercept: float
    answerable: float
    auc: float
    auc_answerable: float
    auc_alone: dict[str, float]
    calibration: Calibration
    thresholds: dict[Strictness, int]
    levels: tuple[Level, ...]
    kinds: tuple[KindResult, ...]


def fit(answered: Sequence[AnsweredQuestion], command: str, machine: str) -> ConfidenceResults:
    """Fit on all questions; measure each document by the fit on nine tenths of the others."""
    inputs = np.array([astuple(one.features) for one in answered], dtype=np.float64)
    right = np.array([one.right for one in answered])
    answerable = np.array([bool(one.asked.answers) for one in answered])
    model = fit_logistic(inputs, right, np.ones(len(answered)))
    probabilities = _cross_validate(answered, inputs)
    return ConfidenceResults(
        command=command,
        machine=machine,
        weights=ConfidenceFeatures(*(round(float(weight), 2) for weight in model.weights)),
        intercept=round(model.intercept, 2),
        answerable=float(answerable.mean()),
        auc=area_under_curve(probabilities, right),
        auc_answerable=area_under_curve(probabilities, answerable),
        auc_alone={
            name: area_under_curve(column, answerable)
            for name, column in zip(ConfidenceFeatures.__dataclass_fields__, inputs.T, strict=True)
        },
        calibration=calibration(list(map(float, probabilities)), list(map(bool, right))),
        thresholds=_choose_thresholds(probabilities, answerable),
        levels=levels(
            [
                Judgement(round(100 * float(p)), True, one.right, bool(one.asked.answers))
                for p, one in zip(probabilities, answered, strict=True)
            ]
        ),
        kinds=tuple(_measure_kinds(answered, probabilities)),
    )


def _choose_thresholds(probabilities: FloatArray, answerable: BoolArray) -> dict[Strictness, int]:
    percents = np.round(100 * probabilities)
    chosen = {
        strictness: int(np.quantile(percents[answerable], 1 - share, method="lower"))
        for strictness, share in _ANSWERED.items()
    }
    strict = int(np.quantile(percents[~answerable], _DECLINED, method="higher")) + 1
    return {Strictness.STRICT: strict, **chosen}


def _cross_validate(answered: Sequence[AnsweredQuestion], inputs: FloatArray) -> FloatArray:
    """Return ``(questions,)`` probabilities, each of a fit without the question's document."""
    documents = sorted({one.asked.article for one in answered})
    random.Random(SEED).shuffle(documents)  # noqa: S311 - a split, not a secret
    folds = {document: place % _FOLDS for place, document in enumerate(documents)}
    fold = np.array([folds[one.asked.article] for one in answered])
    right = np.array([one.right for one in answered])
    probabilities = np.zeros(len(answered))
    for each in sorted(set(folds.values())):
        model: Logistic = fit_logistic(
            inputs[fold != each], right[fold != each], np.ones(int((fold != each).sum()))
        )
        probabilities[fold == each] = model.probabilities(inputs[fold == each])
    return probabilities


def _measure_kinds(
    answered: Sequence[AnsweredQuestion], probabilities: FloatArray
) -> list[KindResult]:
    results = []
    for kind in sorted({one.asked.kind for one in answered}):
        rows = [row for row, one in enumerate(answered) if one.asked.kind == kind]
        right = sum(answered[row].right for row in rows) / len(rows)
        results.append(KindResult(kind, len(rows), float(probabilities[rows].mean()), right))
    return results
