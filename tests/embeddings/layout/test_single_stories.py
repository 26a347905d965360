"""One story fills a page: its columns, headline and byline are found as those of several are."""

import pytest

from embeddings.documents import Article
from embeddings.layout.newspaper import looks_like_newspaper
from embeddings.layout.page_stories import find_page_stories
from tests.support.newspapers.reading import read_newspaper
from tests.support.newspapers.seed_pages import set_articles

_TEXT = "县图书馆新馆昨日上午正式开放，首日接待读者三千二百余人，坐落在滨河路东段。" * 40
STORY = Article(
    id="1",
    source="馆.png",
    title="县图书馆新馆开放 首日接待读者三千",
    byline="本报记者 沈丽华 通讯员 顾长青",
    date="",
    text=f"{_TEXT}\n{_TEXT}",
    headings=(),
)


@pytest.mark.parametrize("columns", [3, 4, 5, 6])
def test_story_in_many_columns_is_read_with_its_byline(columns: int) -> None:
    page = set_articles([STORY], columns).print_at(200)
    assert looks_like_newspaper(find_page_stories(page))
    [story] = read_newspaper([page])
    assert story.headline == STORY.title
    assert [line.text for line in story.imprint] == [STORY.byline]
    assert [paragraph.join()[0] for paragraph in story.paragraphs] == [_TEXT, _TEXT]


def test_two_columns_under_a_headline_may_be_a_journal() -> None:
    page = set_articles([STORY], 2).print_at(200)
    assert not looks_like_newspaper(find_page_stories(page))
