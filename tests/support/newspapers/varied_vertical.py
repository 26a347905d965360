"""Pages of vertical text, whose tiers, sizes of type and rules are drawn by lot."""

from tests.support.newspapers.page_heads import set_inner_head, set_outer_head, set_vertical_head
from tests.support.newspapers.press import Page, Press
from tests.support.newspapers.stories import HEAVY, HEAVY_SONG, Design, Headline, set_story
from tests.support.newspapers.templates import HEIGHT, MARGIN, WIDTH
from tests.support.newspapers.typesetting import Frame

_GAP = 12.0  # points between stories beside each other


def set_varied_vertical(press: Press) -> None:
    """Two to four tiers, each of one to three stories, read from the right."""
    pick = press.room.random
    press.room.is_vertical = True
    page = press.add_page(WIDTH, HEIGHT, 2)
    head = pick.choice([set_vertical_head, set_inner_head, set_outer_head])
    top = head(press, page, MARGIN)
    count = pick.choice([2, 3, 4])
    step = (HEIGHT - MARGIN - top + 10) / count
    size = pick.choice([9.5, 10, 10.5, 11.5])
    leading, byline = size * pick.uniform(1.4, 1.7), pick.choice(["lead", "end", ""])
    design = Design(1, size=size, leading=leading, byline=byline)
    for place in range(count):
        upper = top + place * step
        if place and pick.random() < 0.8:
            page.draw_rule(MARGIN, upper - 5.4, WIDTH - MARGIN, upper - 4.8)
        _set_tier(press, page, Frame(MARGIN, upper, WIDTH - MARGIN, upper + step - 10), design)


def _set_tier(press: Press, page: Page, tier: Frame, design: Design) -> None:
    pick = press.room.random
    count = pick.choice([1, 2, 2, 3])
    width = (tier.right - tier.left - _GAP * (count - 1)) / count
    for place in range(count):
        right = tier.right - place * (width + _GAP)
        area = page.turn(tier._replace(left=right - width, right=right))
        headline = Headline(pick.randint(15, 24), pick.choice([HEAVY, HEAVY_SONG]))
        set_story(press, area, area.frame, headline, design)
        if place + 1 < count and pick.random() < 0.7:
            x = right - width - _GAP / 2
            page.draw_rule(x - 0.3, tier.top, x + 0.3, tier.bottom)
