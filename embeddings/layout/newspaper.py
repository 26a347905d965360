"""Newspapers: pages of several stories, each with its headline, columns, pictures and boxes."""

from dataclasses import dataclass
from statistics import median

from embeddings.layout.boxes import PrintedPage
from embeddings.layout.jump_lines import Jump
from embeddings.layout.lines import Line
from embeddings.layout.page_head import PageHead
from embeddings.layout.page_stories import PageStories
from embeddings.layout.paragraphs import PrintedParagraph
from embeddings.layout.story_blocks import StoryBlocks
from embeddings.layout.story_paragraphs import build_line, build_paragraphs, build_title

_FEWEST_COLUMNS = 2
_FEWEST_HEADS = 2
_FEWEST_LINES = 4  # of a column
_MANY_COLUMNS = 3  # under one headline, which neither books nor journals have
_PROSE = 7  # characters of most lines: the cells of tables have fewer


@dataclass(frozen=True, slots=True)
class PrintedStory:
    """A story of a newspaper.

    Attributes:
        title: kicker, headline and subtitle, from top to bottom; empty without a headline.
        paragraphs: its text in reading order.
        captions: of its pictures.
        imprint: the lines under the headline that name its author.
        page: the number of the file's page that it begins on.
        head: what the head of that page tells.
        jumps: where it goes on, and where it comes from.
    """

    title: tuple[PrintedParagraph, ...]
    paragraphs: tuple[PrintedParagraph, ...]
    captions: tuple[PrintedParagraph, ...]
    imprint: tuple[Line, ...]
    page: int
    head: PageHead
    jumps: tuple[Jump, ...] = ()

    @property
    def headline(self) -> str:
        """The line of the title in the largest type, or ""."""
        largest = max(self.title, key=lambda paragraph: paragraph.size, default=None)
        return largest.join(as_headline=True)[0] if largest else ""


def looks_like_newspaper(found: PageStories) -> bool:
    """Return whether a page has a newspaper's head, or headlines over columns."""
    if _count_columns(found) < _FEWEST_COLUMNS:
        return False
    headed = sum(bool(story.heads) and bool(story.texts) for story in found.stories)
    if headed >= _FEWEST_HEADS or (found.head.date and found.head.lines):
        return True
    return headed > 0 and _count_columns(found, _PROSE) >= _MANY_COLUMNS


def build_stories(found: PageStories, page: PrintedPage) -> list[PrintedStory]:
    """Return the stories of a page."""
    return [_build_story(story, page, found.head) for story in found.stories]


def _count_columns(found: PageStories, least: int = 0) -> int:
    """Return the largest number of blocks of some lines that stand beside each other.

    ``least`` is how many characters their lines have.
    """
    boxes = [
        block.box
        for story in found.stories
        for block in story.texts
        if len(block.strips) >= _FEWEST_LINES
        and median(len(strip.letters) for strip in block.strips) >= least
    ]
    return max(
        (
            sum(other.top < box.bottom and other.bottom > box.top for other in boxes)
            for box in boxes
        ),
        default=0,
    )


def _build_story(story: StoryBlocks, page: PrintedPage, head: PageHead) -> PrintedStory:
    titles = [block for item in story.heads if not item.is_jump for block in item.blocks]
    imprint = [strip for item in story.heads for block in item.imprint for strip in block.strips]
    return PrintedStory(
        tuple(build_title(titles, page)),
        tuple(build_paragraphs(story.texts, page)),
        tuple(p for block in story.captions for p in build_paragraphs([block], page)),
        tuple(build_line([strip], page) for strip in imprint),
        page.number,
        head,
        tuple(story.jumps),
    )
