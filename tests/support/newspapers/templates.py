"""The pages that the layout is developed on."""

from dataclasses import replace

from tests.support.newspapers.page_heads import (
    set_inner_head,
    set_masthead,
    set_outer_head,
    set_vertical_head,
)
from tests.support.newspapers.press import Page, Press
from tests.support.newspapers.stories import HEAVY, HEAVY_SONG, Design, Headline, set_story
from tests.support.newspapers.typesetting import Face, Frame

WIDTH, HEIGHT = 600.0, 830.0
MARGIN = 30.0


def set_four_columns(press: Press) -> None:
    """A lead over four columns, and two stories below, parted by rules."""
    page = press.add_page(WIDTH, HEIGHT)
    top = set_masthead(press, page, MARGIN)
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    lead = Frame(left, top, right, top + 300)
    set_story(press, page, lead, Headline(30, kicker=True, subtitle=True), Design(4, byline="line"))
    page.draw_rule(left, top + 309, right, top + 309.8)
    middle = (left + right) / 2
    page.draw_rule(middle - 0.4, top + 318, middle + 0.4, bottom)
    low = Frame(left, top + 318, middle - 8, bottom)
    set_story(press, page, low, Headline(21, HEAVY_SONG), Design(2))
    set_story(press, page, low._replace(left=middle + 8, right=right), Headline(19), Design(2))


def set_mixed_widths(press: Press) -> None:
    """Three wide columns beside a narrow one of short items, over a story in four columns."""
    page = press.add_page(WIDTH, HEIGHT, 2)
    top = set_inner_head(press, page, MARGIN, "综合新闻")
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    side = right - 118
    high = top + 440
    lead = Frame(left, top, side - 14, high)
    photo = Frame(left + 148, top + 150, side - 14, top + 290)
    set_story(press, page, lead, Headline(26, HEAVY_SONG), Design(3, byline="line"), picture=photo)
    page.draw_rule(side - 7, top, side - 6.4, bottom)
    step = (bottom - top) / 4
    for place in range(4):
        item = Frame(side, top + place * step, right, top + (place + 1) * step - 12)
        set_story(press, page, item, Headline(14), Design(1, size=9, leading=12.5, byline="end"))
        if place:
            page.draw_rule(side, item.top - 7, right, item.top - 6.5)
    page.draw_rule(left, high + 8, side - 14, high + 8.6)
    low = Frame(left, high + 18, side - 14, bottom)
    set_story(press, page, low, Headline(20), Design(4, gutter=10))


def set_boxed(press: Press) -> None:
    """A framed item within a story, and a story with a photo."""
    page = press.add_page(WIDTH, HEIGHT, 3)
    top = set_outer_head(press, page, MARGIN)
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    half = top + 380
    box = Frame(right - 262, top + 190, right, half)
    set_story(
        press, page, Frame(left, top, right, half), Headline(28, subtitle=True),
        Design(4, size=10, leading=14.5), holes=[box],
    )  # fmt: skip
    draw_frame(page, box)
    inner = Frame(box.left + 8, box.top + 8, box.right - 8, box.bottom - 8)
    boxed = Design(2, gutter=10, size=9, leading=12.5, face=Face(serif=False), byline="end")
    set_story(press, page, inner, Headline(16), boxed)
    page.draw_rule(left, half + 9, right, half + 9.6)
    photo = Frame(left, half + 70, left + 263, half + 250)
    low = Frame(left, half + 18, right, bottom)
    set_story(
        press, page, low, Headline(22, kicker=True),
        Design(4, byline="line", size=10, leading=14.5), picture=photo,
    )  # fmt: skip


def set_vertical_headline(press: Press) -> None:
    """A story with a vertical headline at its left, between horizontal ones."""
    page = press.add_page(WIDTH, HEIGHT, 4)
    top = set_inner_head(press, page, MARGIN, "文化")
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    first, second = top + 230, top + 470
    set_story(press, page, Frame(left, top, right, first), Headline(24, spacing=0.2), Design(5))
    page.draw_rule(left, first + 8, right, first + 8.7)
    middle = Frame(left, first + 18, right, second)
    set_story(
        press, page, middle, Headline(24, HEAVY_SONG, vertical="left"), Design(4, byline="end")
    )
    page.draw_rule(left, second + 8, right, second + 8.7)
    low = Frame(left, second + 18, right - 190, bottom)
    set_story(press, page, low, Headline(20, columns=2), Design(3, byline="lead"))
    page.draw_rule(right - 182, second + 18, right - 181.4, bottom)
    note = Frame(right - 174, second + 18, right, bottom)
    set_story(press, page, note, Headline(18, HEAVY_SONG), Design(1, byline="line"))


def set_white_space(press: Press) -> None:
    """Five narrow columns with narrow gutters and no rule anywhere."""
    page = press.add_page(WIDTH, HEIGHT, 5)
    top = set_outer_head(press, page, MARGIN)
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    width = (right - left - 4 * 9) / 5
    edges = [left + place * (width + 9) for place in range(6)]
    narrow = Design(5, gutter=9, size=9, leading=12.5)
    half = top + 330
    set_story(
        press, page, Frame(left, top, edges[3] - 9, half), Headline(25), replace(narrow, columns=3)
    )
    set_story(
        press, page, Frame(edges[3], top, right, half), Headline(20, kicker=True),
        replace(narrow, columns=2, byline="end"),
    )  # fmt: skip
    set_story(
        press, page, Frame(left, half + 16, edges[1] - 9, bottom), Headline(15),
        replace(narrow, columns=1),
    )  # fmt: skip
    set_story(
        press, page, Frame(edges[1], half + 16, right, bottom), Headline(24, HEAVY_SONG),
        replace(narrow, columns=4, byline="line"),
    )  # fmt: skip


def set_vertical_text(press: Press) -> None:
    """Vertical text in three tiers, as before the 1950s."""
    press.room.is_vertical = True
    page = press.add_page(WIDTH, HEIGHT, 4)
    top = set_vertical_head(press, page, MARGIN)
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    step = (bottom - top - 20) / 3
    vertical = Design(1, size=10.5, leading=16.5, byline="lead", gutter=14)
    for place in range(3):
        upper = top + place * (step + 10)
        if place:
            page.draw_rule(left, upper - 5.4, right, upper - 4.8)
        tier = Frame(left, upper, right, upper + step)
        middle = left + (right - left) * (0.45 + 0.1 * place)
        first = page.turn(tier._replace(left=middle + 6))
        second = page.turn(tier._replace(right=middle - 6))
        set_story(press, first, first.frame, Headline(22, HEAVY_SONG), vertical)
        page.draw_rule(middle - 0.3, upper, middle + 0.3, upper + step)
        set_story(press, second, second.frame, Headline(19, HEAVY_SONG), vertical)


def set_photo_page(press: Press) -> None:
    """A photo in the middle of a story, with kicker, sections and ruled gutters."""
    page = press.add_page(WIDTH, HEIGHT, 6)
    top = set_inner_head(press, page, MARGIN, "专题")
    left, right, bottom = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
    half = bottom - 210
    photo = Frame(left + 136.5, top + 180, right - 136.5, top + 370)
    set_story(
        press, page, Frame(left, top, right, half), Headline(30, HEAVY, True, True),
        Design(4, ruled=True, sections=True, byline="line"), picture=photo,
    )  # fmt: skip
    page.draw_rule(left, half + 8, right, half + 9)
    third = (right - left - 24) / 3
    for place in range(3):
        x = left + place * (third + 12)
        item = Frame(x, half + 18, x + third, bottom)
        set_story(press, page, item, Headline(15, centered=False), Design(1, byline="end"))


def draw_frame(page: Page, box: Frame, width: float = 0.8) -> None:
    """Draw four rules around a box."""
    left, top, right, bottom = box
    page.draw_rule(left, top, right, top + width)
    page.draw_rule(left, bottom - width, right, bottom)
    page.draw_rule(left, top, left + width, bottom)
    page.draw_rule(right - width, top, right, bottom)
