"""Pages that the layout is only measured on: nobody looks at them, nor at each one's figures."""

from dataclasses import replace
from itertools import pairwise

from tests.support.newspapers.page_heads import (
    set_inner_head,
    set_masthead,
    set_outer_head,
    set_vertical_head,
)
from tests.support.newspapers.press import Press
from tests.support.newspapers.stories import HEAVY_SONG, Design, Headline, set_story
from tests.support.newspapers.templates import HEIGHT, MARGIN, WIDTH, draw_frame
from tests.support.newspapers.typesetting import Face, Frame

_LEFT, _RIGHT, _BOTTOM = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN


def set_six_columns(press: Press) -> None:
    """Six narrow columns with rules in the gutters."""
    page = press.add_page(660, 800, 7)
    top = set_outer_head(press, page, 28)
    left, right, bottom = 28.0, 632.0, 772.0
    six = Design(6, gutter=12, size=9, leading=12.5, ruled=True)
    half = top + 300
    set_story(press, page, Frame(left, top, right, half), Headline(28, kicker=True), six)
    page.draw_rule(left, half + 7, right, half + 8)
    width = (right - left - 5 * 12) / 6
    parted = left + 4 * (width + 12)
    low = Frame(left, half + 16, parted - 12, bottom)
    set_story(press, page, low, Headline(22, HEAVY_SONG), replace(six, columns=4, byline="line"))
    page.draw_rule(parted - 6.3, half + 16, parted - 5.7, bottom)
    low = Frame(parted, half + 16, right, bottom)
    set_story(press, page, low, Headline(18), replace(six, columns=2, byline="end"))


def set_wrapped(press: Press) -> None:
    """A story around two sides of another one."""
    page = press.add_page(WIDTH, HEIGHT, 2)
    top = set_inner_head(press, page, MARGIN, "国内")
    width = (_RIGHT - _LEFT - 3 * 12) / 4
    second = _LEFT + 2 * (width + 12)
    hole = Frame(second - 6, top + 330, _RIGHT, _BOTTOM)
    area = Frame(_LEFT, top, _RIGHT, _BOTTOM)
    set_story(press, page, area, Headline(29, subtitle=True), Design(4), holes=[hole])
    page.draw_rule(second, top + 338, _RIGHT, top + 338.7)
    page.draw_rule(second - 6.3, top + 338, second - 5.7, _BOTTOM)
    inner = Frame(second + 4, top + 348, _RIGHT, _BOTTOM)
    photo = Frame(second + 4, top + 410, _RIGHT, top + 560)
    set_story(press, page, inner, Headline(20, HEAVY_SONG), Design(2, byline="end"), picture=photo)


def set_framed_lead(press: Press) -> None:
    """A framed lead, and below it a vertical headline at the right."""
    page = press.add_page(WIDTH, HEIGHT)
    top = set_masthead(press, page, MARGIN)
    box = Frame(_LEFT, top, _RIGHT, top + 290)
    draw_frame(page, box, 1.2)
    inner = Frame(box.left + 10, box.top + 10, box.right - 10, box.bottom - 10)
    set_story(press, page, inner, Headline(28), Design(3, gutter=16, size=10.5, leading=16))
    low = Frame(_LEFT, box.bottom + 14, _RIGHT - 150, _BOTTOM)
    head = Headline(26, HEAVY_SONG, vertical="right")
    set_story(press, page, low, head, Design(3, byline="end"))
    page.draw_rule(_RIGHT - 143, low.top, _RIGHT - 142.3, _BOTTOM)
    middle = (low.top + _BOTTOM) / 2
    side = Frame(_RIGHT - 136, low.top, _RIGHT, middle - 6)
    set_story(press, page, side, Headline(15), Design(1, byline="end"))
    page.draw_rule(side.left, middle - 0.3, _RIGHT, middle + 0.3)
    set_story(press, page, side._replace(top=middle + 8, bottom=_BOTTOM), Headline(15), Design(1))


def set_two_columns(press: Press) -> None:
    """Wide columns, with a boxed note at the foot."""
    page = press.add_page(520, 760, 8)
    top = set_outer_head(press, page, 40)
    left, right, bottom = 40.0, 480.0, 720.0
    wide = Design(2, gutter=18, size=10.5, leading=17, byline="line")
    set_story(press, page, Frame(left, top, right, top + 330), Headline(24, subtitle=True), wide)
    low = Frame(left, top + 350, right, bottom - 130)
    set_story(press, page, low, Headline(20, HEAVY_SONG), wide)
    note = Frame(left, bottom - 116, right, bottom)
    draw_frame(page, note)
    inner = Frame(left + 10, note.top + 9, right - 10, bottom - 9)
    set_story(
        press, page, inner, Headline(14),
        Design(2, size=9, leading=13, face=Face(serif=False), byline="end"),
    )  # fmt: skip


def set_box_of_vertical_text(press: Press) -> None:
    """Horizontal stories around a framed one in vertical lines."""
    page = press.add_page(WIDTH, HEIGHT, 5)
    top = set_inner_head(press, page, MARGIN, "副刊")
    half = top + 360
    parted = _LEFT + 300
    set_story(press, page, Frame(_LEFT, top, parted - 10, half), Headline(22), Design(2))
    box = Frame(parted, top, _RIGHT, half)
    draw_frame(page, box)
    press.room.is_vertical = True
    turned = page.turn(Frame(box.left + 10, box.top + 12, box.right - 10, box.bottom - 12))
    head = Headline(20, HEAVY_SONG, centered=True)
    set_story(press, turned, turned.frame, head, Design(1, size=10.5, leading=17, byline=""))
    press.room.is_vertical = False
    page.draw_rule(_LEFT, half + 8, _RIGHT, half + 8.6)
    low = Frame(_LEFT, half + 18, _RIGHT, _BOTTOM)
    set_story(press, page, low, Headline(26, kicker=True), Design(4, byline="line", sections=True))


def set_briefs(press: Press) -> None:
    """Short items with small headlines in four columns, under a story without rules."""
    page = press.add_page(WIDTH, HEIGHT, 3)
    top = set_outer_head(press, page, MARGIN)
    high = top + 250
    lead = Frame(_LEFT, top, _RIGHT, high)
    set_story(press, page, lead, Headline(27, HEAVY_SONG, columns=2), Design(4, byline="end"))
    width = (_RIGHT - _LEFT - 3 * 12) / 4
    for column in range(2):
        x = _LEFT + column * (width + 12)
        height = (_BOTTOM - high - 20) / 3
        for row in range(3):
            y = high + 20 + row * height
            set_story(
                press, page, Frame(x, y, x + width, y + height - 10), Headline(13),
                Design(1, byline="end", size=9, leading=12.5),
            )  # fmt: skip
    area = Frame(_LEFT + 2 * (width + 12), high + 20, _RIGHT, _BOTTOM)
    set_story(press, page, area, Headline(21), Design(2, byline="lead"))


def set_old_vertical(press: Press) -> None:
    """Vertical text in two tall tiers of several stories, without rules between these."""
    press.room.is_vertical = True
    page = press.add_page(560, 780, 2)
    top = set_vertical_head(press, page, 30)
    middle = (top + 750) / 2
    page.draw_rule(30, middle - 0.3, 530, middle + 0.3)
    design = Design(1, size=10, leading=16, byline="end")
    for upper, lower in ((top, middle - 10), (middle + 10, 750)):
        edges = [530.0, 380.0, 190.0, 30.0]
        for right, left in pairwise(edges):
            area = page.turn(Frame(left + (10 if left > 30 else 0), upper, right, lower))
            set_story(press, area, area.frame, Headline(20, HEAVY_SONG, centered=False), design)
