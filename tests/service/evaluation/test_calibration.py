"""Calibration, and the figures for declined questions."""

import pytest

from service.evaluation.abstention import Judgement, levels
from service.evaluation.calibration import BINS, calibration
from service.strictness import Strictness


def test_perfectly_calibrated_confidence_has_no_error() -> None:
    found = calibration([0.75] * 4 + [0.5] * 2, [True, True, True, False, True, False])
    assert found.error == pytest.approx(0)
    assert [(item.weight, item.right) for item in found.bins] == [(2, 0.5), (4, 0.75)]
    assert found.brier == pytest.approx((3 * 0.0625 + 0.5625 + 2 * 0.25) / 6)


def test_error_is_the_mean_distance_by_weight() -> None:
    found = calibration([0.9, 0.9, 0.2, 0.2], [True, False, False, False])
    assert found.error == pytest.approx(0.5 * 0.4 + 0.5 * 0.2)


def test_weights_count_as_so_many_answers() -> None:
    twice = calibration([0.9, 0.9, 0.2], [True, True, False])
    weighed = calibration([0.9, 0.2], [True, False], [2.0, 1.0])
    assert (weighed.error, weighed.brier) == pytest.approx((twice.error, twice.brier))


def test_bins_hold_about_the_same_mass() -> None:
    found = calibration([n / 300 for n in range(300)], [n % 2 == 0 for n in range(300)])
    assert len(found.bins) == BINS
    assert {item.weight for item in found.bins} == {300 / BINS}


def test_nothing_is_calibrated_on_nothing() -> None:
    found = calibration([], [])
    assert (found.bins, found.error, found.brier) == ((), 0, 0)


def judgement(confidence: int, right: bool, answerable: bool = True) -> Judgement:
    return Judgement(confidence, matched=True, right=right, answerable=answerable)


def test_levels_count_right_answers_and_right_declines() -> None:
    threshold = Strictness.BALANCED.threshold
    sure, unsure = threshold, threshold - 1
    level = levels(
        [
            judgement(sure, right=True),
            judgement(sure, right=False),
            judgement(unsure, right=True),
            judgement(unsure, right=False, answerable=False),
        ]
    )[list(Strictness).index(Strictness.BALANCED)]
    assert (level.answered, level.precision) == (2, 0.5)
    assert level.recall == pytest.approx(1 / 3)
    assert (level.declined, level.decline_precision, level.decline_recall) == (2, 0.5, 1.0)


def test_what_matched_nothing_is_declined_at_every_level() -> None:
    nothing = Judgement(100, matched=False, right=False, answerable=False)
    assert {level.declined for level in levels([nothing])} == {1}


def test_stricter_levels_answer_less() -> None:
    thresholds = [item.threshold for item in Strictness]
    assert thresholds == sorted(set(thresholds), reverse=True)
