"""The reliability diagram as one SVG: confidence against the share that is right, by bin."""

from collections.abc import Iterator

from service.evaluation.calibration import Bin, Calibration

SIZE = 480
"""Width and height of the picture in pixels."""
_LEFT, _TOP, _SIDE = 64, 62, 360  # the square of the axes
_STYLE = """\
  svg { font: 13px system-ui, sans-serif; background: #fff }
  .page { fill: #fff } text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d8dee4 }
  .title { font-size: 15px; font-weight: 600 } .ideal { stroke: #59636e; stroke-dasharray: 4 4 }
  .line { fill: none; stroke: #0969da; stroke-width: 2 } .dot { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117 }
    .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .grid { stroke: #2f353d } .ideal { stroke: #9198a1 }
    .line { stroke: #58a6ff } .dot { fill: #58a6ff }
  }"""


def reliability_svg(calibration: Calibration) -> str:
    """Return the picture, readable in light and dark; a perfect confidence lies on the diagonal."""
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        f'width="{SIZE}" height="{SIZE}" aria-labelledby="title">',
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="page" width="{SIZE}" height="{SIZE}"/>',
        '<text id="title" class="title" x="16" y="28">How often an answer is right, by its '
        "confidence</text>",
        f'<text class="quiet" x="16" y="46">expected calibration error '
        f"{calibration.error:.3f}, {len(calibration.bins)} bins of equal mass</text>",
        *_grid(),
        f'<path class="ideal" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
        *_points(calibration.bins),
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def _x(value: float) -> float:
    return round(_LEFT + _SIDE * value, 1)


def _y(value: float) -> float:
    return round(_TOP + _SIDE * (1 - value), 1)


def _grid() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        value, label = tenth / 10, 10 * tenth
        yield f'<path class="grid" d="M{_x(value)} {_y(0)}V{_y(1)}M{_x(0)} {_y(value)}H{_x(1)}"/>'
        yield (
            f'<text class="quiet" x="{_x(value)}" y="{_y(0) + 20}" text-anchor="middle">'
            f"{label}</text>"
        )
        yield (
            f'<text class="quiet" x="{_LEFT - 10}" y="{_y(value) + 4}" text-anchor="end">'
            f"{label}</text>"
        )
    yield (
        f'<text class="quiet" x="{_x(0.5)}" y="{SIZE - 16}" text-anchor="middle">confidence</text>'
    )
    yield (
        f'<text class="quiet" transform="translate(20 {_y(0.5)}) rotate(-90)" '
        'text-anchor="middle">% right</text>'
    )


def _points(bins: tuple[Bin, ...]) -> Iterator[str]:
    places = [f"{_x(one.confidence)} {_y(one.right)}" for one in bins]
    yield f'<path class="line" d="M{"L".join(places)}"/>'
    for one in bins:
        yield f'<circle class="dot" cx="{_x(one.confidence)}" cy="{_y(one.right)}" r="4"/>'
