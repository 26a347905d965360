"""Setting a story into its area of a page: headline, byline, columns, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from tests.support.newspapers.press import Page, Press, Sheet
from tests.support.newspapers.texts import News
from tests.support.newspapers.truth import TrueStory
from tests.support.newspapers.typesetting import (
    Copy,
    Face,
    Frame,
    SetCharacter,
    flow,
    measure_text,
    set_line,
)

SONG = Face()
HEAVY = Face(serif=False, bold=True)
HEAVY_SONG = Face(serif=True, bold=True)
_CAPTION = 0.86  # of the size of the text
_AROUND = 5.0  # points between a picture and text


@dataclass(frozen=True, slots=True)
class Headline:
    """How a headline is set.

    Attributes:
        size: of its type; 0 for none.
        face: its typeface.
        kicker: whether a smaller line stands above it.
        subtitle: whether a smaller line stands below it.
        spacing: ems between its characters.
        centered: whether it is centered over its columns.
        columns: how many of the columns it spans; 0 for all.
        vertical: "left" or "right" if it runs down one side of the story.
    """

    size: float = 20
    face: Face = HEAVY
    kicker: bool = False
    subtitle: bool = False
    spacing: float = 0.0
    centered: bool = True
    columns: int = 0
    vertical: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """How a story is set.

    Attributes:
        columns: their number.
        gutter: points between them.
        size: of the text's type.
        leading: from one line to the next.
        face: of the text.
        ruled: whether rules stand in the gutters.
        byline: "line", "lead", "end" or "".
        sections: whether bold lines part the text.
    """

    columns: int = 1
    gutter: float = 12
    size: float = 9.5
    leading: float = 14
    face: Face = SONG
    ruled: bool = False
    byline: str = "lead"
    sections: bool = False


def set_story(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    press: Press,
    sheet: Sheet,
    area: Frame,
    headline: Headline,
    design: Design,
    holes: Sequence[Frame] = (),
    picture: Frame | None = None,
) -> int:
    """Set a story that fills its area, but for what stands in ``holes``; return its index."""
    columns = split_columns(area, design)
    news = press.room.write(_estimate(area, design))
    story = len(press.stories)
    top = area.top
    if headline.size and not headline.vertical:
        top = _set_head(sheet, columns, headline, design, news, story)
    elif headline.vertical:
        columns = _set_vertical_head(sheet, area, headline, design, news, story)
    spanned = headline.columns or len(columns)
    columns = [
        Frame(c.left, top if place < spanned else c.top, c.right, c.bottom)
        for place, c in enumerate(columns)
    ]
    blocked = list(holes)
    if picture:
        blocked.append(_set_picture(sheet, picture, design, news, story))
    if design.ruled:
        for column in columns[1:]:
            x = column.left - design.gutter / 2
            sheet.draw_rule(x - 0.3, column.top, x + 0.3, column.bottom)
    frames = [frame for column in columns for frame in _cut_out(column, blocked, design)]
    text = set_text(sheet, frames, design, news, story)
    return press.add_story(_tell(news, headline, design, text, has_picture=picture is not None))


def split_columns(area: Frame, design: Design) -> list[Frame]:
    """Return the columns of an area."""
    count = design.columns
    width = (area.right - area.left - (count - 1) * design.gutter) / count
    return [
        Frame(left, area.top, left + width, area.bottom)
        for left in (area.left + place * (width + design.gutter) for place in range(count))
    ]


def _estimate(area: Frame, design: Design) -> int:
    size = (area.right - area.left) * (area.bottom - area.top)
    return int(size / design.size / design.leading) + 50


def _tell(
    news: News, headline: Headline, design: Design, text: Sequence[Sequence[str]], has_picture: bool
) -> TrueStory:
    return TrueStory(
        news.title if headline.size else "",
        news.kicker if headline.kicker else "",
        news.subtitle if headline.subtitle else "",
        f"本报记者 {news.reporter}" if design.byline == "line" and headline.size else "",
        tuple(map(tuple, text)),
        (news.caption,) if has_picture else (),
    )


def _set_head(  # noqa: PLR0913, PLR0917
    sheet: Sheet,
    columns: Sequence[Frame],
    headline: Headline,
    design: Design,
    news: News,
    story: int,
) -> float:
    """Set kicker, headline, subtitle and byline, and return where the text begins."""
    last = columns[(headline.columns or len(columns)) - 1]
    left, right, top = columns[0].left, last.right, columns[0].top
    small = max(design.size * 1.25, headline.size * 0.5)
    rows = [(news.kicker, small, Face(), 0.0)] if headline.kicker else []
    rows += [
        (part, headline.size, headline.face, headline.spacing)
        for part in break_headline(news.title, (right - left) / headline.size, headline)
    ]
    rows += [(news.subtitle, small, Face(), 0.0)] if headline.subtitle else []
    if design.byline == "line":
        rows.append((f"本报记者 {news.reporter}", design.size, Face(), 0.0))
    for text, size, face, spacing in rows:
        width = (measure_text(text, face) + spacing * (len(text) - 1)) * size
        start = left + (right - left - width) / 2 if headline.centered else left
        sheet.put(set_line(text, start, top, size, face, 0, spacing=spacing), story)
        top += 1.3 * size
    return top + 0.4 * design.size


def break_headline(title: str, room: float, headline: Headline) -> list[str]:
    """Return the lines of a headline, of about equal length."""
    count = 1
    while True:
        step = -(-len(title) // count)
        lines = [title[place : place + step] for place in range(0, len(title), step)]
        widths = [measure_text(x, headline.face) + headline.spacing * len(x) for x in lines]
        if max(widths) <= room or step == 1:
            return lines
        count += 1


def _set_vertical_head(  # noqa: PLR0913, PLR0917
    sheet: Sheet, area: Frame, headline: Headline, design: Design, news: News, story: int
) -> list[Frame]:
    """Set a headline down one side, and return the columns beside it."""
    size = headline.size
    step = (1 + headline.spacing) * size
    assert isinstance(sheet, Page)
    turned = sheet.turn(area)
    room = (area.bottom - area.top) / step
    parts = break_headline(news.title, room, replace(headline, spacing=0.0))
    width = len(parts) * 1.2 * size + 0.6 * design.size
    across = 0.0 if headline.vertical == "right" else area.right - area.left - width + 0.6 * size
    for place, part in enumerate(parts):
        start = (area.bottom - area.top - len(part) * step) / 2 if headline.centered else 0.0
        turned.put(
            set_line(
                part, start, across + place * 1.2 * size, size, headline.face, 0,
                spacing=headline.spacing,
            ),
            story,
        )  # fmt: skip
    if headline.vertical == "right":
        return split_columns(area._replace(right=area.right - width), design)
    return split_columns(area._replace(left=area.left + width), design)


def _set_picture(sheet: Sheet, frame: Frame, design: Design, news: News, story: int) -> Frame:
    """Place a picture with its caption, and return the area that both take."""
    size = _CAPTION * design.size
    face = Face(serif=False)
    lines: list[SetCharacter] = []
    height = size * 1.3
    while True:
        box = Frame(frame.left, frame.bottom - height, frame.right, frame.bottom)
        lines, fits = flow([Copy(news.caption, face, 0.0)], [box], size, size * 1.3)
        if fits:
            break
        height += size * 1.3
    sheet.put(lines, story)
    sheet.place_picture(frame._replace(bottom=frame.bottom - height - 3))
    return frame


def _cut_out(column: Frame, holes: Sequence[Frame], design: Design) -> list[Frame]:
    """Return the parts of a column that no hole takes, from top to bottom."""
    parts = [column]
    for hole in holes:
        if hole.left >= column.right or hole.right <= column.left:
            continue
        parts = [
            piece
            for part in parts
            for piece in (
                part._replace(bottom=min(part.bottom, hole.top - _AROUND)),
                part._replace(top=max(part.top, hole.bottom + _AROUND)),
            )
        ]
    return [part for part in parts if part.bottom - part.top >= design.size]


def set_text(
    sheet: Sheet, frames: Sequence[Frame], design: Design, news: News, story: int
) -> list[list[str]]:
    """Set as many sentences as the frames hold, and return them."""
    few, many = 1, sum(map(len, news.paragraphs))
    while few < many:
        middle = (few + many + 1) // 2
        fits = flow(_copy(news, middle, design), frames, design.size, design.leading)[1]
        few, many = (middle, many) if fits else (few, middle - 1)
    copies = _copy(news, few, design)
    sheet.put(flow(copies, frames, design.size, design.leading)[0], story)
    return _split_text(news, few, design)


def _copy(news: News, sentences: int, design: Design) -> list[Copy]:
    heads = _split_text(news, sentences, design)
    return [
        Copy("".join(text), HEAVY if _is_section(text) and design.sections else design.face)
        for text in heads
    ]


def _is_section(text: Sequence[str]) -> bool:
    return len(text) == 1 and text[0][-1] not in "。！？”）"


def _split_text(news: News, sentences: int, design: Design) -> list[list[str]]:
    """Return the first sentences in their paragraphs, as printed."""
    ends = list(accumulate(map(len, news.paragraphs)))
    result: list[list[str]] = []
    for end, paragraph in zip(ends, news.paragraphs, strict=True):
        kept = list(paragraph[: max(0, sentences - (end - len(paragraph)))])
        if kept and design.sections and len(result) % 4 == 2:
            result.append([f"{paragraph[0][:6].strip('“”，。')}的做法"])
        if kept:
            result.append(kept)
    if design.byline == "lead":
        result[0][0] = f"本报讯（记者 {news.reporter}）{result[0][0]}"
    elif design.byline == "end":
        result[-1][-1] += f"（{news.reporter}）"
    return result
