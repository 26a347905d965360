"""Reading a page takes time linear in its length, whatever it contains."""

import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

from embeddings.articles import split_articles
from embeddings.articles.story_boundaries import split_stories
from embeddings.cleaning import Block, BlockKind
from embeddings.documents import Page
from embeddings.passages import PassageSettings, split_passages

pytestmark = pytest.mark.slow

REPEATED = {
    "empty lines": "\n",
    "one character a line": "中\n",
    "one character": "中",
    "one letter": "a",
    "one digit": "1",
    "characters and spaces": "中 ",
    "wide spaces": "\u3000",
    "marks": ",",
    "full stops": "。",
    "closing quotes": "。”",
    "open brackets": "(",
    "hashes": "#",
    "headings": "# 标题\n",
    "short lines": "工作会议召开\n",
    "short paragraphs": "工作会议召开\n\n",
    "sentences": "城市管理工作会议召开,部署工作。",
    "unfinished paragraphs": "城市管理工作会议召开部署工作,\n\n",
    "bullets": "●一条。",
    "bylines": "会议召开了。\n本报记者 张三\n",
    "stories": "会议召开了很多。\n\n工作会议标题\n\n本报记者 张三\n\n",
    "names": "王五 赵六 ",
    "dates": "2017年10月11日\n",
    "page numbers": "第1版\n\n",
    "captions": "城市管理工作会议召开部署工作,\n\n\n\n图为会场。\n\n\n",
}
SHORT, LONG = 8_000, 32_000


def page(piece: str, length: int) -> Page:
    return Page("页.txt", piece * (length // len(piece)))


def cut(page: Page) -> int:
    articles = split_articles(page)
    return sum(len(split_passages(article, PassageSettings())) for article in articles)


def calls(function: Callable[[], object]) -> int:
    """Count the calls and returns of Python and C functions while ``function`` runs."""
    count = 0

    def counted(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def seconds(function: Callable[[], object]) -> float:
    """Return the processor time of the fastest of three runs."""
    taken = []
    for _ in range(3):
        start = time.thread_time()
        function()
        taken.append(time.thread_time() - start)
    return min(taken)


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_work_grows_no_faster_than_the_page(piece: str) -> None:
    short, long = (calls(partial(cut, page(piece, size))) for size in (SHORT, LONG))
    assert long <= 1.25 * LONG / SHORT * short


def test_stories_of_many_bylines_are_split_in_linear_time() -> None:
    story = (Block(BlockKind.BODY, "会议召开了。"), Block(BlockKind.BYLINE, "本报记者 张三"))
    few, many = story * 1_000, story * 16_000
    assert seconds(lambda: split_stories(many)) < 4 * 16 * seconds(lambda: split_stories(few))


def test_one_line_of_five_million_characters_becomes_passages() -> None:
    assert cut(page("城市管理工作会议召开,部署工作。", 5_000_000)) > 10_000
