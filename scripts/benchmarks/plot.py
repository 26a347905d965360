"""Results as one SVG: for each bench a row a stage, a dot for the mean, a bar for its interval."""

import math
from collections.abc import Iterator
from html import escape

from scripts.benchmarks.bootstrap import Estimate
from scripts.benchmarks.results import CHIEF, Quality, Results

_WIDTH, _LEFT, _RIGHT = 720, 90, 650  # pixels: the whole picture, and where the axis lies in it
_TOP, _ROW, _GAP, _BOTTOM = 48, 20, 34, 34
_STYLE = """\
  svg { font: 13px system-ui, sans-serif; background: #fff }
  .page { fill: #fff } text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d8dee4 }
  .title { font-size: 15px; font-weight: 600 }
  .bench { font-weight: 600; stroke: #fff; stroke-width: 6; paint-order: stroke }
  .number { font-variant-numeric: tabular-nums }
  .bar { stroke-width: 3; stroke-linecap: round; stroke-opacity: .5 }
  .words { fill: #6e7781; stroke: #6e7781 } .terms { fill: #0969da; stroke: #0969da }
  .vectors { fill: #bc4c00; stroke: #bc4c00 } .full { fill: #1a7f37; stroke: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117 }
    .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .grid { stroke: #2f353d } .bench { stroke: #0d1117 }
    .words { fill: #9198a1; stroke: #9198a1 } .terms { fill: #58a6ff; stroke: #58a6ff }
    .vectors { fill: #f0883e; stroke: #f0883e } .full { fill: #3fb950; stroke: #3fb950 }
  }"""


def svg(results: Results) -> str:
    """Return the picture of the chief metric, readable in light and dark."""
    shown = results.shown
    lowest = min(one[CHIEF].low for each in shown.values() for one in each.stages.values())
    first = min(math.floor(10 * lowest), 9) / 10
    height = _TOP + sum(_height(each) for each in shown.values()) + _BOTTOM
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'width="{_WIDTH}" height="{height}" aria-labelledby="title">',
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="page" width="{_WIDTH}" height="{height}"/>',
        f'<text id="title" class="title" x="16" y="28">{CHIEF} by bench and stage, '
        "with 95 % intervals</text>",
        *_grid(first, height),
        *_benches(shown, first),
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def _height(quality: Quality) -> int:
    return _GAP + _ROW * len(quality.stages)


def _x(value: float, first: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * (value - first) / (1 - first), 1)


def _grid(first: float, height: int) -> Iterator[str]:
    for tenth in range(round(10 * first), 11):
        x = _x(tenth / 10, first)
        yield f'<path class="grid" d="M{x} {_TOP}V{height - _BOTTOM}"/>'
        yield (
            f'<text class="quiet number" x="{x}" y="{height - 14}" '
            f'text-anchor="middle">{tenth / 10:.1f}</text>'
        )


def _benches(shown: dict[str, Quality], first: float) -> Iterator[str]:
    y = _TOP
    for name, quality in shown.items():
        yield f'<text class="bench" x="16" y="{y + 20}">{escape(name)}</text>'
        for row, (stage, metrics) in enumerate(quality.stages.items(), 1):
            yield from _dot(stage, metrics[CHIEF], first, y + 22 + _ROW * row - _ROW // 2)
        y += _height(quality)


def _dot(stage: str, estimate: Estimate, first: float, y: int) -> Iterator[str]:
    low, middle, high = (_x(each, first) for each in (estimate.low, estimate.value, estimate.high))
    yield f'<text class="quiet" x="{_LEFT - 10}" y="{y + 5}" text-anchor="end">{stage}</text>'
    yield f'<path class="bar {stage}" d="M{low} {y}H{high}"/>'
    yield f'<circle class="{stage}" cx="{middle}" cy="{y}" r="4.5"/>'
    yield f'<text class="number" x="{_RIGHT + 16}" y="{y + 5}">{estimate.value:.3f}</text>'
