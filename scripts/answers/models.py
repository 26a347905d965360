"""Fit both models on one half of the cases and measure them on the other."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from scripts.answers.cases import Origin
from scripts.answers.labelled_cases import LabelledCase
from scripts.answers.results import FitResults, KindResult, OriginResult
from scripts.answers.sample_weights import (
    ANSWERABLE_WHEN_CALIBRATING,
    ANSWERABLE_WHEN_FITTING,
    sample_weights,
)
from scripts.fitting.conditional_logit import Candidates, fit_conditional_logit
from scripts.fitting.logistic_regression import (
    FloatArray,
    Logistic,
    area_under_curve,
    calibrated,
    fit_logistic,
)
from service.answering.confidence_features import ConfidenceFeatures
from service.answering.evidence import EvidenceFeatures
from service.answering.evidence_ranking import RANKING
from service.evaluation.abstention import Judgement, levels
from service.evaluation.calibration import calibration
from service.strictness import Strictness


@dataclass(frozen=True, slots=True)
class FittedModels:
    """The weights, rounded as they are shipped."""

    ranking: EvidenceFeatures
    confidence: Logistic

    @property
    def signals(self) -> ConfidenceFeatures:
        """The weights of the confidence by name."""
        return ConfidenceFeatures(*map(float, self.confidence.weights))


def fit_models(labelled: Sequence[LabelledCase]) -> FittedModels:
    """Fit the window ranking and the confidence on the half that is not held out."""
    half = [one for one in labelled if not one.case.held_out]
    benches = {one.case.bench: None for one in half}
    sets = [
        [one.windows for one in half if one.windows and one.case.bench == bench]
        for bench in benches
    ]
    _, ranking = fit_conditional_logit([windows for windows in sets if windows], unbounded=())
    found = [one for one in half if one.signals]
    inputs, right = _inputs(found), np.array([one.right for one in found])
    model = fit_logistic(inputs, right, sample_weights(found, ANSWERABLE_WHEN_FITTING))
    weights = sample_weights(found, ANSWERABLE_WHEN_CALIBRATING)
    final = calibrated(model, inputs, right, weights)
    shipped = Logistic(np.round(final.weights, 2), round(final.intercept, 2))
    return FittedModels(EvidenceFeatures(*(round(float(weight), 2) for weight in ranking)), shipped)


def measure(
    labelled: Sequence[LabelledCase], fitted: FittedModels, command: str, machine: str
) -> FitResults:
    """Return the figures of ``fitted`` on the held-out half."""
    half = [one for one in labelled if one.case.held_out and one.signals]
    probabilities = fitted.confidence.probabilities(_inputs(half))
    weights = sample_weights(half, ANSWERABLE_WHEN_CALIBRATING)
    right = [one.right for one in half]
    return FitResults(
        command=command,
        machine=machine,
        ranking=fitted.ranking,
        signals=fitted.signals,
        intercept=fitted.confidence.intercept,
        kinds=tuple(_kinds(half, fitted.ranking)),
        origins=tuple(_origins(half, probabilities)),
        answerable=ANSWERABLE_WHEN_CALIBRATING,
        auc=area_under_curve(probabilities, np.array(right)),
        calibration=calibration(list(map(float, probabilities)), right, list(map(float, weights))),
        levels=levels(
            [
                Judgement(round(100 * p), True, one.right, one.case.origin is Origin.OWN, weight)
                for p, one, weight in zip(probabilities, half, weights, strict=True)
            ]
        ),
    )


def _inputs(labelled: Sequence[LabelledCase]) -> FloatArray:
    rows = [astuple(one.signals) for one in labelled if one.signals]
    return np.array(rows, dtype=np.float64)


def _kinds(half: Sequence[LabelledCase], ranking: EvidenceFeatures) -> list[KindResult]:
    kinds = sorted({one.kind for one in half if one.case.origin is Origin.OWN})
    groups = [("all", half), *((kind, [one for one in half if one.kind is kind]) for kind in kinds)]
    results = []
    for kind, group in groups:
        examples = [one.windows for one in group if one.windows]
        questions = sum(one.case.origin is Origin.OWN for one in group) or 1
        before, after = (
            sum(_ranks_first(example, weights) for example in examples) / questions
            for weights in (RANKING, ranking)
        )
        results.append(KindResult(str(kind), questions, before, after))
    return results


def _ranks_first(windows: Candidates, weights: EvidenceFeatures) -> bool:
    """Return whether a right window comes first."""
    scores = windows.features @ np.array(astuple(weights), dtype=np.float32)
    return bool(windows.right[scores.argmax()])


def _origins(half: Sequence[LabelledCase], probabilities: FloatArray) -> list[OriginResult]:
    results = []
    for origin in Origin:
        chosen = np.array([one.case.origin is origin for one in half])
        if chosen.any():
            group = probabilities[chosen]
            answered = np.round(100 * group) >= Strictness.BALANCED.threshold
            results.append(
                OriginResult(origin, len(group), float(group.mean()), float(answered.mean()))
            )
    return results
