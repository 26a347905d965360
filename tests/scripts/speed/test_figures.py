"""Statistics over repeated measurements."""

import pytest

from scripts.speed.figures import Figure, growth_exponent, percentile


def test_a_figure_is_the_median_with_the_lowest_and_the_highest() -> None:
    figure = Figure((3.0, 1.0, 2.0, 9.0, 2.5))
    assert (figure.median, figure.low, figure.high) == (2.5, 1.0, 9.0)


def test_a_figure_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one measurement"):
        Figure(())


def test_seconds_become_a_speed() -> None:
    assert Figure((2.0, 4.0)).per(100).values == (50, 25)


def test_a_ratio_is_taken_within_each_round() -> None:
    # In the second round everything took ten times as long.
    assert Figure((2.0, 20.0, 2.0)).ratio(Figure((1.0, 10.0, 1.0))) == 2


def test_figures_of_different_rounds_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Figure((1.0, 2.0)).ratio(Figure((1.0,)))


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (50, 5), (51, 6), (90, 9), (99, 10), (100, 10)]
)
def test_percentile_is_the_smallest_value_that_enough_do_not_exceed(
    percent: float, expected: float
) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent) == expected


def test_growth_is_told_as_an_exponent() -> None:
    sizes = [1000, 3000, 10_000]
    assert growth_exponent(sizes, [0.5 * size for size in sizes]) == pytest.approx(1)
    assert growth_exponent(sizes, [1e-6 * size**2 for size in sizes]) == pytest.approx(2)
