"""A small scan of one story: where its words stand is known, and two characters are soiled."""

import io

from PIL import Image, ImageDraw, ImageFont

from tests.support.scans import FONT, draw_page

NAME = "开放.png"
QUESTION = "县图书馆新馆坐落在哪里?"
LINES = (
    "县图书馆新馆昨日开放",
    "　　新馆坐落在滨河路东段，占地八千平方米。",
    "　　馆长沈丽华介绍，新馆每周开放七十二小时，周一闭",
    "馆整理图书，少儿阅览室另设夜间专场。",
)
ANSWER = "新馆坐落在滨河路东段，占地八千平方米。"
SOILED = ("沈", "另")
_SIZE, _MARGIN = 32, 60  # in pixels: of a character, and around the page


def box_of(words: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the ink of words below the headline, in pixels."""
    [number] = [number for number, line in enumerate(LINES) if number and words in line]
    x = _MARGIN + _SIZE * LINES[number].index(words)
    y = _MARGIN + 3 * _SIZE + round(_SIZE * 1.6) * (number - 1)
    left, top, right, bottom = ImageFont.truetype(FONT, _SIZE).getbbox(words)
    return round(x + left), round(y + top), round(x + right), round(y + bottom)


def draw_story() -> Image.Image:
    """Return the page, with strokes across two characters."""
    image = draw_page(LINES, _SIZE, margin=_MARGIN)
    for word in SOILED:
        left, top, right, _ = box_of(word)
        for y in range(top - 9, top + _SIZE, 6):
            ImageDraw.Draw(image).line((left, y, right, y), fill=60, width=4)
    return image


def scan_story() -> bytes:
    """Return the page as a PNG file."""
    file = io.BytesIO()
    draw_story().save(file, "PNG")
    return file.getvalue()
