"""Pages of text as a scanner sees them: rendered with Pillow, turned, in shadow."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
PAPER, INK = 245, 30
TEXT = (
    "县图书馆新馆昨日开放",
    "本报讯 县图书馆新馆昨日上午正式开放，首日接待读者",
    "三千二百余人。新馆坐落在滨河路东段，建筑面积八千六",
    "百平方米，藏书四十二万册，设阅览座位九百个。馆长沈",
    "丽华介绍，新馆每周开放七十二小时，周一闭馆整理图书",
    "，少儿阅览室另设夜间专场，由志愿者轮流讲述故事。",
)


def draw_page(
    lines: Sequence[str] = TEXT, size: int = 32, width: int = 960, margin: int = 60
) -> Image.Image:
    """Return a page with one column of these lines; the first is a headline."""
    leading = round(size * 1.6)
    image = Image.new("L", (width, 2 * margin + leading * (len(lines) + 2)), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((margin, margin), lines[0], font=ImageFont.truetype(FONT, 2 * size), fill=INK)
    font = ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines[1:]):
        place = (margin, margin + 3 * size + leading * number)
        draw.text(place, line, font=font, fill=INK)
    return image


def draw_vertical_page(lines: Sequence[str], size: int = 32, margin: int = 60) -> Image.Image:
    """Return a page with these lines from top to bottom, the first one at the right."""
    leading = round(size * 1.6)
    longest = max(map(len, lines))
    image = Image.new(
        "L", (2 * margin + leading * len(lines), 2 * margin + size * (longest + 1)), PAPER
    )
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines):
        place = (image.width - margin - leading * number, margin)
        draw.text(place, line, font=font, fill=INK, direction="ttb", anchor="mt")
    return image


def turn(image: Image.Image, degrees: float) -> Image.Image:
    """Return the page turned counterclockwise, in full, on paper."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)


def darken(image: Image.Image) -> Image.Image:
    """Return the page with a shadow that grows from left to right, as in a photo of it."""
    values = np.asarray(image, np.float32)
    light = np.linspace(1.0, 0.35, values.shape[1], dtype=np.float32)
    return Image.fromarray((values * light).astype(np.uint8))


def pixels_of(image: Image.Image) -> NDArray[np.uint8]:
    """Return its grey levels."""
    return np.asarray(image.convert("L"))
