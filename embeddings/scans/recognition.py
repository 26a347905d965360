"""Recognise a scanned page: straighten it, and read its characters with their places."""

from collections.abc import Sequence
from statistics import median

from embeddings.layout.boxes import Glyph, PrintedPage
from embeddings.scans.detection import detect_lines
from embeddings.scans.fragments import join_fragments
from embeddings.scans.glyphs import MeasuredLine, build_glyphs, measure_line
from embeddings.scans.images import Image
from embeddings.scans.lines import read_lines
from embeddings.scans.models import Models
from embeddings.scans.orientation import find_quarter_turns
from embeddings.scans.rules import find_rules
from embeddings.scans.sizes import unify_sizes
from embeddings.scans.straightening import measure_skew
from embeddings.scans.turning import Turn, even_out_page, find_ink, turn_image
from embeddings.scans.vertical_lines import read_upright

_HEAVIER = 1.35  # than the usual weight of type: bold


def recognize(image: Image, models: Models, number: int = 1) -> PrintedPage:
    """Return what a page says, in pixels of the straightened page.

    Args:
        image: grey levels, uint8 of shape ``(height, width)``.
        models: that read it.
        number: of the page.
    """
    even = even_out_page(image)
    turn = measure_turn(even, models)
    straight = turn_image(even, turn)
    ink = find_ink(straight)
    boxes = join_fragments(detect_lines(straight, models))
    lines = read_upright(read_lines(straight, boxes, models), straight, ink, models)
    measured = [measure_line(line, ink) for line in lines]
    height, width = straight.shape
    glyphs = _build_glyphs(measured)
    return PrintedPage(number, width, height, glyphs, tuple(find_rules(ink, glyphs)), turn.degrees)


def measure_turn(even: Image, models: Models) -> Turn:
    """Return how to turn an evenly lit page, so that it is straight and its text upright."""
    skew = measure_skew(find_ink(even))
    straight = turn_image(even, Turn(skew, 0))
    return Turn(skew, find_quarter_turns(straight, find_ink(straight), models))


def _build_glyphs(lines: Sequence[MeasuredLine]) -> tuple[Glyph, ...]:
    sizes = unify_sizes([(line.size, len(line.placed)) for line in lines])
    weights = [line.weight for line in lines for _ in line.placed]
    usual = median(weights) if weights else 0.0
    ordered = sorted(
        zip(lines, sizes, strict=True),
        key=lambda pair: (pair[0].line.box.top, pair[0].line.box.left),
    )
    return tuple(
        glyph
        for line, size in ordered
        for glyph in build_glyphs(line, size, bold=line.weight > _HEAVIER * usual)
    )
