"""Pages of stories in tiers, whose designs are drawn by lot: no two seeds look alike."""

from dataclasses import replace
from random import Random

from tests.support.newspapers.page_heads import (
    set_inner_head,
    set_masthead,
    set_name,
    set_outer_head,
    set_vertical_head,
)
from tests.support.newspapers.press import Page, Press
from tests.support.newspapers.stories import HEAVY, HEAVY_SONG, Design, Headline, set_story
from tests.support.newspapers.templates import HEIGHT, MARGIN, WIDTH, draw_frame
from tests.support.newspapers.typesetting import Face, Frame

_LOW = 200.0  # points: a lower tier has no room for a box or a picture
_INSET = 8.0  # points between a frame and what is in it


def set_varied(press: Press) -> None:
    """Two or three tiers, parted by rules or by white."""
    pick = press.room.random
    page = press.add_page(WIDTH, HEIGHT)
    top = _set_head(press, page)
    room = HEIGHT - MARGIN - top
    count = pick.choice([2, 2, 3])
    cuts = [0.0, *(pick.uniform(0.9, 1.1) * n / count for n in range(1, count)), 1.0]
    is_ruled = pick.random() < 0.7
    for place in range(count):
        upper = top + cuts[place] * room
        lower = top + cuts[place + 1] * room - (16 if place + 1 < count else 0)
        if place and is_ruled:
            page.draw_rule(MARGIN, upper - 9, WIDTH - MARGIN, upper - 8.3)
        _Tier(press, page, Frame(MARGIN, upper, WIDTH - MARGIN, lower), is_ruled).set()


def _set_head(press: Press, page: Page) -> float:
    head = press.room.random.choice(["masthead", "inner", "outer", "vertical", "name"])
    if head == "name":
        return set_name(page, MARGIN)
    setters = {
        "masthead": set_masthead,
        "inner": set_inner_head,
        "outer": set_outer_head,
        "vertical": set_vertical_head,
    }
    return setters[head](press, page, MARGIN)


class _Tier:
    """A band of a page: one story over all of it, or some beside each other."""

    def __init__(self, press: Press, page: Page, area: Frame, is_ruled: bool) -> None:
        self._press, self._page, self._area, self._is_ruled = press, page, area, is_ruled
        self._pick: Random = press.room.random
        size = self._pick.choice([9, 9.5, 9.5, 10, 10.5])
        leading = size * self._pick.uniform(1.36, 1.5)
        self._design = Design(size=size, leading=leading)

    def set(self) -> None:
        kind = self._pick.choice(["one", "one", "two", "two", "three", "boxed"])
        gutter = self._pick.choice([9, 10, 12, 14])
        self._design = replace(self._design, gutter=gutter)
        if kind == "two":
            self._set_beside(2)
        elif kind == "three":
            self._set_beside(3)
        elif kind == "boxed" and self._height >= _LOW:
            self._set_boxed()
        else:
            self._set_one()

    @property
    def _height(self) -> float:
        return self._area.bottom - self._area.top

    def _set_one(self) -> None:
        pick, area = self._pick, self._area
        design = self._draw(pick.choice([3, 4, 5, 6]))
        side = pick.choice(["", "", "", "left", "right"])
        headline = self._draw_headline(design.columns, 22, 32)
        picture = None
        if side:
            headline = Headline(pick.randint(20, 26), headline.face, vertical=side)
        elif pick.random() < 0.4 and self._height > 240:
            picture = self._place_picture(design)
        is_ruled, has_sections = pick.random() < 0.25, pick.random() < 0.2
        design = replace(design, ruled=is_ruled, sections=has_sections)
        set_story(self._press, self._page, area, headline, design, picture=picture)

    def _place_picture(self, design: Design) -> Frame:
        pick, area, count = self._pick, self._area, design.columns
        width = (area.right - area.left - (count - 1) * design.gutter) / count
        span = pick.choice([1, 2])
        left = area.left + pick.randrange(count - 1) * (width + design.gutter)
        top = area.top + 130 if pick.random() < 0.5 else area.bottom - 110
        right = left + span * width + (span - 1) * design.gutter
        return Frame(left, top, right, min(area.bottom, top + 110))

    def _set_boxed(self) -> None:
        pick, area = self._pick, self._area
        design = self._draw(pick.choice([4, 5]))
        width = (area.right - area.left + design.gutter) / design.columns
        box = Frame(area.right - 2 * width + design.gutter, area.top + 95, area.right, area.bottom)
        headline = self._draw_headline(design.columns, 22, 30)
        set_story(self._press, self._page, area, headline, design, holes=[box])
        draw_frame(self._page, box)
        columns, serif = pick.choice([1, 2, 2]), pick.random() < 0.5
        inner = Design(
            columns, 10, design.size - 0.5, design.leading - 0.5, Face(serif),
            byline=pick.choice(["end", "line"]),
        )  # fmt: skip
        set_story(self._press, self._page, _inset(box), Headline(16), inner)

    def _set_beside(self, count: int) -> None:
        pick, area = self._pick, self._area
        shares = [pick.choice([1, 1, 2]) for _ in range(count)]
        gap = 16.0 if self._is_ruled else self._design.gutter + 4
        room = area.right - area.left - gap * (count - 1)
        left = area.left
        for place, share in enumerate(shares, 1):
            width = room * share / sum(shares)
            part = area._replace(left=left, right=left + width)
            design = self._draw(max(1, min(4, round(width / pick.uniform(100, 135)))))
            sizes = (18, 24) if design.columns > 1 else (13, 16)
            headline = self._draw_headline(design.columns, *sizes)
            if place == count and pick.random() < 0.3:
                draw_frame(self._page, part)
                part = _inset(part)
            set_story(self._press, self._page, part, headline, design)
            left += width + gap
            if place < count and self._is_ruled:
                x = left - gap / 2
                self._page.draw_rule(x - 0.3, area.top, x + 0.3, area.bottom)

    def _draw(self, columns: int) -> Design:
        byline = self._pick.choice(["line", "lead", "end", ""])
        return replace(self._design, columns=columns, byline=byline)

    def _draw_headline(self, columns: int, least: int, most: int) -> Headline:
        pick = self._pick
        return Headline(
            pick.randint(least, most),
            pick.choice([HEAVY, HEAVY_SONG]),
            kicker=columns > 1 and pick.random() < 0.3,
            subtitle=columns > 1 and pick.random() < 0.3,
            spacing=pick.choice([0.0, 0.0, 0.0, 0.1]),
            centered=pick.random() < 0.8,
        )


def _inset(frame: Frame) -> Frame:
    left, top, right, bottom = frame
    return Frame(left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)
