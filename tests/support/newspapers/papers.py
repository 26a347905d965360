"""Papers by name and seed, among them stories that go on on another page."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from tests.support.newspapers import held_back, templates
from tests.support.newspapers.jumps import set_jumping_lead, set_jumping_twice
from tests.support.newspapers.press import Press
from tests.support.newspapers.texts import Newsroom
from tests.support.newspapers.truth import TruePaper
from tests.support.newspapers.varied import set_varied
from tests.support.newspapers.varied_vertical import set_varied_vertical

DEVELOPED: dict[str, Callable[[Press], None]] = {
    "four columns": templates.set_four_columns,
    "mixed widths": templates.set_mixed_widths,
    "boxed": templates.set_boxed,
    "vertical headline": templates.set_vertical_headline,
    "white space": templates.set_white_space,
    "vertical text": templates.set_vertical_text,
    "photo": templates.set_photo_page,
    "jump": set_jumping_lead,
    "varied": set_varied,
    "varied vertical": set_varied_vertical,
}
HELD_BACK: dict[str, Callable[[Press], None]] = {
    "six columns": held_back.set_six_columns,
    "wrapped": held_back.set_wrapped,
    "framed lead": held_back.set_framed_lead,
    "two columns": held_back.set_two_columns,
    "box of vertical text": held_back.set_box_of_vertical_text,
    "briefs": held_back.set_briefs,
    "old vertical": held_back.set_old_vertical,
    "two jumps": set_jumping_twice,
}


def set_paper(name: str, seed: int = 0) -> TruePaper:
    """Return a paper of one or more pages; the same name and seed give the same paper."""
    chosen = random.Random(f"{name} {seed}")  # noqa: S311
    day = date(2021, 1, 1) + timedelta(days=chosen.randrange(1400))
    press = Press(Newsroom(chosen), day.isoformat())
    (DEVELOPED | HELD_BACK)[name](press)
    return press.finish()
