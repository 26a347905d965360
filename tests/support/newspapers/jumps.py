"""Papers with stories that go on on another page."""

from dataclasses import replace

from tests.support.newspapers.page_heads import set_inner_head, set_masthead
from tests.support.newspapers.press import Page, Press
from tests.support.newspapers.stories import HEAVY_SONG, Design, Headline, set_story
from tests.support.newspapers.templates import HEIGHT, MARGIN, WIDTH
from tests.support.newspapers.truth import Ink
from tests.support.newspapers.typesetting import Face, Frame, measure_text, set_line

_LEFT, _RIGHT, _BOTTOM = MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN
_LINE = 14.0


def set_jumping_lead(press: Press) -> None:
    """A lead that goes on on page 3, where it has no headline."""
    first = press.add_page(WIDTH, HEIGHT)
    top = set_masthead(press, first, MARGIN)
    half = top + 350
    lead = _set_jumping(press, first, Frame(_LEFT, top, _RIGHT, half), Headline(29), 3)
    first.draw_rule(_LEFT, half + 8, _RIGHT, half + 8.7)
    low = Frame(_LEFT, half + 18, _RIGHT, _BOTTOM)
    set_story(press, first, low, Headline(22, HEAVY_SONG), Design(4, byline="line"))
    third = press.add_page(WIDTH, HEIGHT, 3)
    top = set_inner_head(press, third, MARGIN)
    half = top + 330
    _set_rest(press, third, Frame(_LEFT, top, _RIGHT, half), lead, 1)
    third.draw_rule(_LEFT, half + 8, _RIGHT, half + 8.7)
    low = Frame(_LEFT, half + 18, _RIGHT, _BOTTOM)
    set_story(press, third, low, Headline(24), Design(5, gutter=11))


def set_jumping_twice(press: Press) -> None:
    """Two stories of the first page that go on beside each other on the second."""
    first = press.add_page(WIDTH, HEIGHT)
    top = set_masthead(press, first, MARGIN)
    middle = (_LEFT + _RIGHT) / 2
    left = Frame(_LEFT, top, middle - 9, _BOTTOM)
    right = Frame(middle + 9, top, _RIGHT, _BOTTOM)
    stories = [
        _set_jumping(press, first, left, Headline(22), 2, 2),
        _set_jumping(press, first, right, Headline(22, HEAVY_SONG), 2, 2),
    ]
    first.draw_rule(middle - 0.3, top, middle + 0.3, _BOTTOM)
    second = press.add_page(WIDTH, HEIGHT, 2)
    top = set_inner_head(press, second, MARGIN)
    half = top + 300
    for story, area in zip(stories, (left, right), strict=True):
        _set_rest(press, second, area._replace(top=top, bottom=half), story, 1, 2)
    second.draw_rule(middle - 0.3, top, middle + 0.3, half)
    second.draw_rule(_LEFT, half + 8, _RIGHT, half + 8.7)
    low = Frame(_LEFT, half + 18, _RIGHT, _BOTTOM)
    set_story(press, second, low, Headline(26, kicker=True), Design(4, byline="end"))


def _set_jumping(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    press: Press, page: Page, area: Frame, headline: Headline, target: int, columns: int = 4
) -> int:
    """Set a story that ends in the middle; its last line says where it goes on."""
    room = area._replace(bottom=area.bottom - _LINE)
    story = set_story(press, page, room, headline, Design(columns))
    jump = f"（下转第{target}版）"
    width = measure_text(jump, Face()) * 9.5
    page.put(set_line(jump, area.right - width, room.bottom + 2, 9.5, Face(), 0), story)
    return story


def _set_rest(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    press: Press, page: Page, area: Frame, story: int, source: int, columns: int = 4
) -> None:
    """Set the rest of a story under 上接."""
    page.put(set_line(f"（上接第{source}版）", area.left, area.top, 9.5, Face(), 0), story)
    below = area._replace(top=area.top + 16)
    design = Design(columns, byline="end")
    rest = set_story(press, page, below, Headline(0), design)
    page.ink[:] = [_move(ink, rest, story) for ink in page.ink]
    tail = press.stories.pop()
    whole = press.stories[story]
    press.stories[story] = replace(whole, paragraphs=whole.paragraphs + tail.paragraphs)


def _move(ink: Ink, old: int, new: int) -> Ink:
    return replace(ink, story=new) if ink.story == old else ink
