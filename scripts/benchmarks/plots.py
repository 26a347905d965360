"""Figures as pictures, drawn by matplotlib: dark on white, with text kept as text in SVG."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.benchmarks.results import MAIN_METRIC, Quality, Results
from service.evaluation.calibration import Calibration

_STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": "#d8dee4",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#d8dee4",
    "svg.fonttype": "none",
    "svg.hashsalt": "wenbao",  # the same figures give the same file
}
_COLOURS = ("#6e7781", "#0969da", "#bc4c00", "#8250df", "#1b7c83", "#1a7f37")
_GROUP, _ROW, _MARGIN = 0.35, 0.22, 1.1  # inches
_DPI = 160


def interval_plot(results: Results) -> bytes:
    """Return an SVG of the main metric: per benchmark and stage, the mean with its interval."""
    groups = results.by_heading
    stages = list(next(iter(groups.values())).stages)
    height = _MARGIN + len(groups) * (_GROUP + _ROW * len(stages))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7.2, height), layout="constrained")
        axes = figure.add_subplot()
        for row, stage in enumerate(stages):
            _draw_stage(axes, stage, list(groups.values()), (row + 1) / (len(stages) + 1) - 0.5)
        axes.set_title(f"{MAIN_METRIC} by benchmark and stage, with 95 % intervals")
        axes.set_yticks(range(len(groups)), list(groups), parse_math=False)
        axes.set_ylim(len(groups) - 0.5, -0.5)
        axes.tick_params(length=0)
        axes.grid(visible=False, axis="y")
        axes.set_xlim(right=1.0)
        figure.legend(loc="outside lower center", ncols=len(stages), frameon=False)
        return _rendered(figure, "svg")


def _draw_stage(axes: Axes, stage: str, groups: list[Quality], offset: float) -> None:
    estimates = [quality.stages[stage][MAIN_METRIC] for quality in groups]
    values = [estimate.value for estimate in estimates]
    rows = [row + offset for row in range(len(groups))]
    below = [estimate.value - estimate.low for estimate in estimates]
    above = [estimate.high - estimate.value for estimate in estimates]
    colour = _COLOURS[list(groups[0].stages).index(stage) % len(_COLOURS)]
    bars = axes.errorbar(
        values, rows, xerr=(below, above), fmt="o", color=colour, label=stage, clip_on=False
    )
    bars.lines[0].set_gid(stage)
    for value, row in zip(values, rows, strict=True):
        axes.annotate(
            f"{value:.3f}",
            (1, row),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
        )


def reliability_diagram(calibration: Calibration, kind: Literal["svg", "png"]) -> bytes:
    """Return a picture of confidence against the share that is right, one dot per bin.

    A perfectly calibrated confidence lies on the diagonal.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(5, 5.2), layout="constrained")
        axes = figure.add_subplot(aspect="equal", xlim=(0, 100), ylim=(0, 100))
        axes.set_title("How often an answer is right, by its confidence")
        axes.set_xlabel(
            f"confidence\n(expected calibration error {calibration.error:.3f}, "
            f"{len(calibration.bins)} bins of equal mass)"
        )
        axes.set_ylabel("% right")
        axes.plot((0, 100), (0, 100), color="#59636e", linestyle="--", linewidth=1)
        confidences = [100 * each.confidence for each in calibration.bins]
        right = [100 * each.right for each in calibration.bins]
        axes.plot(confidences, right, "o-", color="#0969da", clip_on=False, gid="bins")
        return _rendered(figure, kind)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its range."""

    label: str
    value: float
    low: float
    high: float


def bar_plot(panels: Mapping[str, Sequence[Bar]]) -> bytes:
    """Return an SVG of panels side by side: horizontal bars with their ranges, the same rows."""
    rows = [bar.label for bar in next(iter(panels.values()))]
    size = (2.6 + 2.4 * len(panels), _MARGIN + _GROUP * len(rows))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=size, layout="constrained")
        drawn = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axes, (title, bars) in zip(drawn, panels.items(), strict=True):
            _draw_bars(axes, bars)
            axes.set_title(title)
        drawn[0].set_yticks(range(len(rows)), rows, parse_math=False)
        drawn[0].invert_yaxis()
        return _rendered(figure, "svg")


def _draw_bars(axes: Axes, bars: Sequence[Bar]) -> None:
    rows, values = range(len(bars)), [bar.value for bar in bars]
    below = [bar.value - bar.low for bar in bars]
    above = [bar.high - bar.value for bar in bars]
    colours = [_COLOURS[1], *[_COLOURS[0]] * (len(bars) - 1)]
    axes.barh(rows, values, xerr=(below, above), color=colours, ecolor="#24292f", height=0.6)
    axes.tick_params(length=0)
    axes.grid(visible=False, axis="y")


def _rendered(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    picture = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {}
    figure.savefig(picture, format=kind, dpi=_DPI, metadata=metadata)
    return picture.getvalue()
