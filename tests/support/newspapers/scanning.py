"""Turning pages into images, and making these as bad as scans and photographs are."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from embeddings.layout.boxes import Box
from tests.support.newspapers.truth import POINTS_PER_INCH, Ink, TruePage
from tests.support.newspapers.typesetting import Face, load_font

_PAPER, _INK = 246, 24


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page is scanned.

    Attributes:
        dpi: dots per inch.
        skew: degrees that the page lies askew, counterclockwise.
        noise: standard deviation of the grey values.
        blur: radius in pixels.
        quality: of the JPEG in between; 0 for none.
        shadow: how much darker the dark side is, 0-1.
    """

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 0
    shadow: float = 0.0


SCANS = {
    "clean 200": Scan(200),
    "clean 300": Scan(300),
    "clean 150": Scan(150),
    "noise and skew 150": Scan(150, skew=2.0, noise=12, blur=0.4, quality=60),
    "JPEG 200": Scan(200, noise=6, quality=35),
    "shadow 200": Scan(200, noise=6, quality=80, shadow=0.45),
    "photograph 200": Scan(200, skew=-7.0, noise=8, blur=0.6, quality=75, shadow=0.35),
}


def scan_page(page: TruePage, scan: Scan, seed: int = 0) -> Image.Image:
    """Return an image of the page; the same arguments give the same pixels."""
    image = render_page(page, scan.dpi)
    steps: list[tuple[float, Callable[[], Image.Image]]] = [
        (scan.skew, lambda: _turn(image, scan.skew)),
        (scan.blur, lambda: image.filter(ImageFilter.GaussianBlur(scan.blur))),
        (scan.shadow, lambda: _darken(image, scan.shadow)),
        (scan.noise, lambda: _add_noise(image, scan.noise, seed)),
        (scan.quality, lambda: _compress(image, scan.quality)),
    ]  # fmt: skip
    for amount, step in steps:
        if amount:
            image = step()
    return image


def render_page(page: TruePage, dpi: float) -> Image.Image:
    """Return an image of the page in shades of grey."""
    scale = dpi / POINTS_PER_INCH
    image = Image.new("L", (round(page.width * scale), round(page.height * scale)), _PAPER)
    for number, picture in enumerate(page.pictures):
        _draw_picture(image, picture, scale, number)
    draw = ImageDraw.Draw(image)
    for rule in page.rules:
        left, top, right, bottom = (edge * scale for edge in rule)
        draw.rectangle((left, top, max(right - 1, left), max(bottom - 1, top)), fill=_INK)
    for ink in page.ink:
        _draw_ink(draw, ink, scale)
    return image


def _draw_ink(draw: ImageDraw.ImageDraw, ink: Ink, scale: float) -> None:
    size = ink.size * scale
    font = load_font(Face(ink.serif, ink.bold), round(size))
    left, top = ink.box.left * scale, ink.box.top * scale
    if ink.vertical:  # with the forms of marks that stand in vertical lines
        draw.text((left + size / 2, top), ink.text, _INK, font, anchor="mt", direction="ttb")
    else:
        draw.text((left, top + 0.88 * size), ink.text, _INK, font, anchor="ls")


def _draw_picture(image: Image.Image, picture: Box, scale: float, seed: int) -> None:
    """Draw shades without an edge that could be a letter."""
    chosen = np.random.default_rng(seed + 7)
    left, top, right, bottom = (round(edge * scale) for edge in picture)
    coarse = chosen.integers(40, 215, (8, 11), dtype=np.uint8)
    shades = Image.fromarray(coarse).resize((right - left, bottom - top), Image.Resampling.BICUBIC)
    image.paste(shades, (left, top))


def _turn(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_PAPER)


def _darken(image: Image.Image, shadow: float) -> Image.Image:
    grey = np.asarray(image, dtype=np.float32)
    fall = 1 - shadow * np.linspace(0, 1, grey.shape[1], dtype=np.float32) ** 1.5
    return Image.fromarray((grey * fall).astype(np.uint8))


def _add_noise(image: Image.Image, noise: float, seed: int) -> Image.Image:
    chosen = np.random.default_rng(seed)
    grey = np.asarray(image, dtype=np.float32)
    grey = grey + chosen.normal(0, noise, grey.shape).astype(np.float32)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _compress(image: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("L")
