"""Fit both models on one half of the cases and measure them on the other."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from scripts.answers.cases import Origin
from scripts.answers.labelled_cases import Asked
from scripts.answers.results import FitResults, KindResult, OriginResult
from scripts.answers.sample_weights import CALIBRATED, FITTED, importance
from scripts.fitting.conditional_logit import Example, fit
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
class Fitted:
    """The weights, rounded as they are shipped."""

    ranking: EvidenceFeatures
    confidence: Logistic

    @property
    def signals(self) -> ConfidenceFeatures:
        """The weights of the confidence by their names."""
        return ConfidenceFeatures(*map(float, self.confidence.weights))


def fit_models(asked: Sequence[Asked]) -> Fitted:
    """Fit the window ranking and the confidence on the half that is not held out."""
    half = [one for one in asked if not one.case.held_out]
    benches = {one.case.bench: None for one in half}
    sets = [
        [one.windows for one in half if one.windows and one.case.bench == bench]
        for bench in benches
    ]
    _, ranking = fit([one for one in sets if one], free=())
    found = [one for one in half if one.signals]
    inputs, right = _inputs(found), np.array([one.right for one in found])
    model = fit_logistic(inputs, right, importance(found, FITTED))
    final = calibrated(model, inputs, right, importance(found, CALIBRATED))
    shipped = Logistic(np.round(final.weights, 2), round(final.intercept, 2))
    return Fitted(EvidenceFeatures(*(round(float(weight), 2) for weight in ranking)), shipped)


def measure(asked: Sequence[Asked], fitted: Fitted, command: str, machine: str) -> FitResults:
    """Return the figures of ``fitted`` on the held-out half."""
    half = [one for one in asked if one.case.held_out and one.signals]
    probabilities = fitted.confidence.probabilities(_inputs(half))
    weights = importance(half, CALIBRATED)
    right = [one.right for one in half]
    return FitResults(
        command=command,
        machine=machine,
        ranking=fitted.ranking,
        signals=fitted.signals,
        intercept=fitted.confidence.intercept,
        kinds=tuple(_kinds(half, fitted.ranking)),
        origins=tuple(_origins(half, probabilities)),
        answerable=CALIBRATED,
        auc=area_under_curve(probabilities, np.array(right)),
        calibration=calibration(list(map(float, probabilities)), right, list(map(float, weights))),
        levels=levels(
            [
                Judgement(round(100 * p), True, one.right, one.case.origin is Origin.OWN, weight)
                for p, one, weight in zip(probabilities, half, weights, strict=True)
            ]
        ),
    )


def _inputs(asked: Sequence[Asked]) -> FloatArray:
    rows = [astuple(one.signals) for one in asked if one.signals]
    return np.array(rows, dtype=np.float64)


def _kinds(half: Sequence[Asked], ranking: EvidenceFeatures) -> list[KindResult]:
    named = [("all", half), *((kind, [o for o in half if o.kind is kind]) for kind in _used(half))]
    results = []
    for kind, group in named:
        examples = [one.windows for one in group if one.windows]
        asked = sum(one.case.origin is Origin.OWN for one in group) or 1
        before, after = (
            sum(_first(example, weights) for example in examples) / asked
            for weights in (RANKING, ranking)
        )
        results.append(KindResult(str(kind), asked, before, after))
    return results


def _used(half: Sequence[Asked]) -> list[str]:
    return sorted({one.kind for one in half if one.case.origin is Origin.OWN})


def _first(example: Example, weights: EvidenceFeatures) -> bool:
    scores = example.features @ np.array(astuple(weights), dtype=np.float32)
    return bool(example.right[scores.argmax()])


def _origins(half: Sequence[Asked], probabilities: FloatArray) -> list[OriginResult]:
    results = []
    for origin in Origin:
        chosen = np.array([one.case.origin is origin for one in half])
        if chosen.any():
            some = probabilities[chosen]
            answered = np.round(100 * some) >= Strictness.BALANCED.threshold
            results.append(
                OriginResult(origin, len(some), float(some.mean()), float(answered.mean()))
            )
    return results
