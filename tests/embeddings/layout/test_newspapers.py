"""Newspaper pages: stories, their order, page heads and jumps, however the scan came out."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.layout.blocks import Block
from embeddings.layout.boxes import Box, Glyph, PrintedPage
from embeddings.layout.jump_lines import Jump, read_jump
from embeddings.layout.letters import Letter, limit_letters
from embeddings.layout.newspaper import PrintedStory, looks_like_newspaper
from embeddings.layout.page_stories import find_page_stories
from embeddings.layout.stories import part_stories
from embeddings.layout.strips import build_strip
from tests.support.newspapers.papers import DEVELOPED, HELD_BACK, set_paper
from tests.support.newspapers.reading import read_newspaper
from tests.support.newspapers.scoring import score_stories
from tests.support.newspapers.truth import TruePaper

FEW_EXAMPLES = settings(max_examples=3, deadline=None)
names = st.sampled_from(sorted(DEVELOPED))


@cache
def paper_of(name: str) -> TruePaper:
    return set_paper(name)


@cache
def pages_of(name: str) -> tuple[PrintedPage, ...]:
    return tuple(page.print_at(200) for page in paper_of(name).pages)


def tell(stories: list[PrintedStory]) -> list[tuple[str, list[str]]]:
    """Return headline and paragraphs of each story."""
    return [(story.headline, [p.join()[0] for p in story.paragraphs]) for story in stories]


def move(glyph: Glyph, right: float, down: float, scale: float = 1.0) -> Glyph:
    left, top, end, bottom = glyph.box
    box = Box(left * scale + right, top * scale + down, end * scale + right, bottom * scale + down)
    return glyph._replace(box=box, baseline=glyph.baseline * scale + down, size=glyph.size * scale)


@pytest.mark.parametrize("name", sorted(DEVELOPED))
def test_stories_of_each_template_are_read_whole_and_in_order(name: str) -> None:
    score = score_stories(read_newspaper(pages_of(name)), paper_of(name).stories)
    assert score.character_error_rate == 0
    assert (score.exact, score.parted, score.titled) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(4, id="vertical headline, its story below another without a rule"),
        pytest.param(140, id="vertical headline, its story with rules between the columns"),
        pytest.param(15, id="columns of two lines above a box"),
        pytest.param(41, id="columns of one line above a box"),
        pytest.param(91, id="the short end of a story in smaller type"),
        pytest.param(12, id="byline at the left, above the columns"),
        pytest.param(115, id="byline centred over the middle column"),
    ],
)
def test_stories_are_parted_however_the_page_is_designed(seed: int) -> None:
    paper = set_paper("varied", seed)
    score = score_stories(read_newspaper([p.print_at(200) for p in paper.pages]), paper.stories)
    assert (score.exact, score.parted, score.titled) == (1.0, 1.0, 1.0)


def test_first_lines_of_a_column_without_marks_are_no_subtitle() -> None:
    glyphs = []
    rows = [("新桥今日通车", 40, 100, 20)]
    rows += [
        ("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", 0, 130 + 14 * row, 10) for row in range(9)
    ]
    for text, left, top, size in rows:
        for place, one in enumerate(text):
            is_gap = top == 158 and 12 <= place < 16  # white in the third line
            x = left + size * place
            if not is_gap:
                glyphs.append(Glyph(one, Box(x, top, x + size, top + size), top + size, size))
    [story] = read_newspaper([PrintedPage(1, 600, 800, tuple(glyphs))])
    assert [line.join()[0] for line in story.title] == ["新桥今日通车"]
    assert sum(len(paragraph.join()[0].replace(" ", "")) for paragraph in story.paragraphs) == 176


def test_columns_continue_the_story_whose_jump_line_is_over_the_first_of_them() -> None:
    page = _set_continued((0, 300), columns=2)
    stories = read_newspaper([page])
    assert [len(story.paragraphs) for story in stories] == [1, 1]
    assert [story.paragraphs[0].join()[0][0] for story in stories] == ["甲", "丙"]


def _set_continued(starts: tuple[int, ...], columns: int) -> PrintedPage:
    """Return a page of stories beside each other that come from page 1, without a rule."""
    size, glyphs = 10.0, []
    for story, start in enumerate(starts):
        rows = [("（上接第1版）", start, 100.0)]
        rows += [
            ("甲乙丙丁"[columns * story + column] * 13, start + 150 * column, 120.0 + 14 * row)
            for column in range(columns)
            for row in range(8)
        ]
        for text, left, top in rows:
            for place, one in enumerate(text):
                x = left + size * place
                glyphs.append(Glyph(one, Box(x, top, x + size, top + size), top + 9, size))
    return PrintedPage(1, 600, 800, tuple(glyphs))


def test_first_row_of_columns_under_a_headline_is_no_line_centred_under_it() -> None:
    paper = set_paper("white space", 4)
    score = score_stories(read_newspaper([p.print_at(200) for p in paper.pages]), paper.stories)
    assert (score.exact, score.parted) == (1.0, 1.0)


def test_end_of_a_sentence_that_is_measured_large_is_no_headline() -> None:
    box = Box(115, 1474, 137, 1507)
    end = [Letter(0, "吨", Box(88, 1474, 115, 1507), 33), Letter(1, "。", box, 33)]
    assert {letter.size for letter in limit_letters(end, 20)} == {20}
    headline = [end[0], end[1]._replace(text="位")]
    assert {letter.size for letter in limit_letters(headline, 20)} == {33}


def test_stories_of_templates_that_were_held_back_are_read_as_well() -> None:
    scores = [
        score_stories(read_newspaper(pages), set_paper(name, seed=7).stories)
        for name in sorted(HELD_BACK)
        if (pages := [page.print_at(200) for page in set_paper(name, seed=7).pages])
    ]
    assert sum(score.character_error_rate for score in scores) / len(scores) <= 0.01
    assert sum(score.whole for score in scores) / len(scores) >= 0.97
    assert sum(score.parted for score in scores) / len(scores) >= 0.9


@FEW_EXAMPLES
@given(names)
def test_every_character_stands_in_one_story_or_in_the_furniture(name: str) -> None:
    for page in pages_of(name):
        found = find_page_stories(page)
        seen = Counter(found.furniture)
        seen.update(
            letter.place
            for story in found.stories
            for block in story.blocks
            for strip in block.strips
            for letter in strip.letters
        )
        assert seen == Counter(range(len(page.glyphs)))


@FEW_EXAMPLES
@given(names, st.floats(0.3, 4.0))
def test_scale_changes_nothing(name: str, scale: float) -> None:
    scaled = [
        PrintedPage(
            page.number,
            page.width * scale,
            page.height * scale,
            tuple(move(glyph, 0, 0, scale) for glyph in page.glyphs),
            tuple(Box(*(edge * scale for edge in rule)) for rule in page.rules),
        )
        for page in pages_of(name)
    ]
    assert tell(read_newspaper(scaled)) == tell(read_newspaper(pages_of(name)))


@FEW_EXAMPLES
@given(names, st.integers(0, 999))
def test_small_errors_of_place_change_nothing(name: str, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311
    moved = [
        replace(
            page,
            glyphs=tuple(
                move(glyph, chosen.uniform(-1, 1), chosen.uniform(-1, 1)) for glyph in page.glyphs
            ),
        )
        for page in pages_of(name)
    ]
    assert tell(read_newspaper(moved)) == tell(read_newspaper(pages_of(name)))


@FEW_EXAMPLES
@given(names, st.integers(0, 999))
def test_order_in_which_lines_were_found_changes_nothing(name: str, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311
    pages = []
    for true, page in zip(paper_of(name).pages, pages_of(name), strict=True):
        order = [ink.line for ink in true.order_ink()]
        places = {line: chosen.random() for line in order}
        glyphs = sorted(zip(order, page.glyphs, strict=True), key=lambda item: places[item[0]])
        pages.append(replace(page, glyphs=tuple(glyph for _, glyph in glyphs)))
    assert tell(read_newspaper(pages)) == tell(read_newspaper(pages_of(name)))


def test_head_of_a_page_tells_date_page_and_section() -> None:
    [story, *_] = read_newspaper(pages_of("mixed widths"))
    assert (story.head.date, story.head.page, story.head.section) == (
        paper_of("mixed widths").date,
        2,
        "综合新闻",
    )
    [story, *_] = read_newspaper(pages_of("vertical text"))
    assert (story.head.date, story.head.page) == (paper_of("vertical text").date, 4)


def test_captions_and_bylines_are_no_text() -> None:
    truth = paper_of("photo").stories[0]
    story = read_newspaper(pages_of("photo"))[0]
    assert [caption.join()[0] for caption in story.captions] == list(truth.captions)
    assert [line.text for line in story.imprint] == [truth.byline]
    assert [paragraph.join(as_headline=True)[0] for paragraph in story.title] == [
        truth.kicker,
        truth.title,
        truth.subtitle,
    ]


def test_lines_keep_their_characters_and_their_places_on_the_page() -> None:
    for page in pages_of("vertical text"):
        for story in read_newspaper([page]):
            for line in (line for p in story.paragraphs for line in p.lines):
                assert "".join(glyph.text for glyph in line.glyphs) == line.text.replace(" ", "")
                assert line.box.height > line.box.width or len(line.glyphs) < 2
                assert set(line.glyphs) <= set(page.glyphs)


def test_story_is_whole_if_both_of_its_pages_are_there() -> None:
    both = pages_of("jump")
    whole = next(s for s in read_newspaper(both) if s.headline == paper_of("jump").stories[0].title)
    assert {line.page for p in whole.paragraphs for line in p.lines} == {1, 3}
    [alone, *_] = read_newspaper(both[:1])
    assert alone.jumps == (Jump(3, back=False),)
    assert {line.page for p in alone.paragraphs for line in p.lines} == {1}


@pytest.mark.parametrize(
    ("text", "jump"),
    [
        ("（下转第3版）", Jump(3, back=False)),
        ("（上接第1版）", Jump(1, back=True)),
        ("▲下转第十二版", Jump(12, back=False)),
        ("上接A02版", Jump(2, back=True, part="A")),
        ("上接第1版《甲村修路》", Jump(1, back=True, title="甲村修路")),
        ("请在下转第3版时注意前后文的联系", None),
        ("他说，上接天线，下接地气。", None),
    ],
)
def test_jump_lines_are_told_from_text(text: str, jump: Jump | None) -> None:
    assert read_jump(text) == jump


@pytest.mark.parametrize(
    ("line", "text", "jumps"),
    [
        ("工程进展顺利。（下转第4版）", "工程进展顺利。", [Jump(4, back=False)]),
        ("工程进展顺利。", "工程进展顺利。", []),
    ],
)
def test_jump_at_the_end_of_the_last_line_is_no_text(
    line: str, text: str, jumps: list[Jump]
) -> None:
    strips = [
        build_strip([Letter(n, one, Box(n, y, n + 1, y + 1), 1) for n, one in enumerate(words)])
        for y, words in enumerate(("新桥昨天动工，预计明年九月通车。", line))
    ]
    [story] = part_stories([Block(strips)], [], [], [], size=1)
    assert [block.text for block in story.texts] == ["新桥昨天动工，预计明年九月通车。" + text]
    assert story.jumps == jumps


def test_page_of_a_book_looks_like_no_newspaper() -> None:
    size = 20.0
    glyphs = tuple(
        Glyph(chr(0x4E00 + 40 * row + n), Box(100 + size * n, y, 120 + size * n, y + size), y, size)
        for row, y in enumerate(range(100, 1100, 32))
        for n in range(35)
    )
    assert not looks_like_newspaper(find_page_stories(PrintedPage(1, 900, 1200, glyphs)))
    pages = [page for name in DEVELOPED for page in pages_of(name)]
    assert all(looks_like_newspaper(find_page_stories(page)) for page in pages)


def test_empty_page_has_no_stories() -> None:
    assert read_newspaper([PrintedPage(1, 0, 0)]) == []
