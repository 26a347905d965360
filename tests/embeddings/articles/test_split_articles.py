"""Splitting pages into articles: the five scanned pages as a reader sees them, ordinary files."""

import json
import textwrap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.articles import split_articles
from embeddings.documents import Article, Page
from embeddings.reading.encodings import decode
from tests.support.paths import DATA, SEEDS

EXPECTED = [
    json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((DATA / "articles").glob("*.json"))
]
STORIES = [
    pytest.param(page["file"], place, story, id=f"{page['file'][:3]}-{place}")
    for page in EXPECTED
    for place, story in enumerate(page["articles"])
]
PARAGRAPH = "市民走进新馆,看到的是整洁的大厅和热情的志愿者。馆长介绍说,这里每天接待读者三千人次。"
LINES = st.lists(
    st.sampled_from(
        [
            "",
            "",
            PARAGRAPH,
            PARAGRAPH[:17],
            "# 新馆迎来首批读者",
            "## 服务",
            "新馆迎来首批读者",
            "一、总体要求",
            "本报记者 王芳 通讯员 李明",
            "本报讯 昨日,新馆开馆。",
            "●周末照常开放。",
            "读者在新馆阅览。",
            "The library opens at nine.",
            "第A03版:要闻 上一版 下一版",
        ]
    ),
    max_size=20,
)


def split_seed(name: str) -> tuple[Article, ...]:
    return split_articles(Page(name, decode((SEEDS / name).read_bytes(), name)))


def split_text(text: str, source: str = "新馆.txt") -> tuple[Article, ...]:
    return split_articles(Page(source, text))


def headings(article: Article) -> list[str]:
    return [article.text[heading.start : heading.end] for heading in article.headings]


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page["file"][:3])
def test_scanned_page_becomes_the_stories_that_a_reader_sees(page: dict[str, Any]) -> None:
    titles = [article.title for article in split_seed(page["file"])]
    assert titles == [story["title"] for story in page["articles"]]


@pytest.mark.parametrize(("name", "place", "story"), STORIES)
def test_story_has_its_byline_date_and_headings(
    name: str, place: int, story: dict[str, Any]
) -> None:
    article = split_seed(name)[place]
    assert article.byline == story["byline"]
    assert article.date == story["date"]
    assert headings(article) == story["headings"]


@pytest.mark.parametrize(("name", "place", "story"), STORIES)
def test_story_is_whole_from_its_first_to_its_last_words(
    name: str, place: int, story: dict[str, Any]
) -> None:
    text = split_seed(name)[place].text
    assert text.startswith(story["first"])
    assert text.endswith(story["last"])


@pytest.mark.parametrize(("name", "place", "story"), STORIES)
def test_sentences_that_the_page_broke_are_whole_again(
    name: str, place: int, story: dict[str, Any]
) -> None:
    text = split_seed(name)[place].text
    assert [sentence for sentence in story["whole"] if sentence not in text] == []


@pytest.mark.parametrize(("name", "place", "story"), STORIES)
def test_captions_and_items_stay_paragraphs_of_their_own(
    name: str, place: int, story: dict[str, Any]
) -> None:
    paragraphs = split_seed(name)[place].text.split("\n")
    assert [text for text in story["paragraphs"] if text not in paragraphs] == []
    starts = story["paragraph_starts"]
    assert [s for s in starts if not any(text.startswith(s) for text in paragraphs)] == []


@pytest.mark.parametrize(("name", "place", "story"), STORIES)
def test_story_holds_no_furniture_and_no_sentence_of_two_halves(
    name: str, place: int, story: dict[str, Any]
) -> None:
    text = split_seed(name)[place].text
    assert [piece for piece in story["absent"] if piece in text] == []


@given(LINES)
def test_heading_is_a_whole_paragraph_of_its_article(lines: list[str]) -> None:
    for article in split_text("\n".join(lines)):
        paragraphs = article.text.split("\n")
        assert all(paragraphs)
        for heading in article.headings:
            assert article.text[heading.start : heading.end] in paragraphs
            assert heading.start == 0 or article.text[heading.start - 1] == "\n"


@given(LINES)
def test_articles_of_a_page_have_different_ids_that_stay_the_same(lines: list[str]) -> None:
    ids = [article.id for article in split_text("\n".join(lines))]
    assert len(set(ids)) == len(ids)
    assert ids == [article.id for article in split_text("\n".join(lines))]
    assert all(len(article_id) == 16 and int(article_id, 16) >= 0 for article_id in ids)


def test_id_stays_when_the_text_is_corrected_and_differs_between_files() -> None:
    (before,) = split_text(f"# 新馆开放\n\n{PARAGRAPH}")
    (after,) = split_text(f"# 新馆开放\n\n{PARAGRAPH}另有一处更正。")
    (other,) = split_text(f"# 新馆开放\n\n{PARAGRAPH}", "副本.txt")
    assert before.id == after.id
    assert before.id != other.id


def test_two_stories_with_one_title_have_two_ids() -> None:
    story = f"简讯\n\n本报讯 昨日,新馆开馆。\n\n{PARAGRAPH}\n\n"
    first, second = split_text(story * 2)
    assert first.title == second.title == "简讯"
    assert first.id != second.id


def test_markdown_page_is_one_article_with_its_sections() -> None:
    (article,) = split_text("# 新馆\n\n开馆了。\n\n## 服务\n\n免费。\n\n- 借书\n- 还书\n", "a.md")
    assert article.title == "新馆"
    assert article.text == "开馆了。\n服务\n免费。\n- 借书\n- 还书"
    assert headings(article) == ["服务"]


def test_news_text_of_one_paragraph_a_line_keeps_its_paragraphs() -> None:
    text = f"新馆迎来首批读者\n2023-05-03 10:20 来源:晚报\n{PARAGRAPH}\n“很方便!”王女士说。\n"
    (article,) = split_text(text)
    assert article.title == "新馆迎来首批读者"
    assert article.date == "2023-05-03"
    assert article.text == f"{PARAGRAPH}\n“很方便!”王女士说。"


@pytest.mark.parametrize(
    "title",
    [
        "新馆为何受读者欢迎?",
        "馆长:“新馆属于每一位读者!”",
        "市图书馆新馆昨日正式启用并向全体市民免费开放首日迎来读者三千余人次",
    ],
)
def test_first_line_may_ask_exclaim_or_be_long_and_still_be_the_title(title: str) -> None:
    (article,) = split_text(f"{title}\n\n{PARAGRAPH}")
    assert (article.title, article.text) == (title, PARAGRAPH)


def test_byline_in_the_line_of_the_date_is_kept() -> None:
    (article,) = split_text(f"新馆开放\n2023年5月3日 来源:晚报 作者:王芳\n\n{PARAGRAPH}")
    assert (article.date, article.byline) == ("2023-05-03", "作者:王芳")


def test_text_without_a_headline_is_titled_by_its_file() -> None:
    (article,) = split_text(PARAGRAPH * 3, "2020/新馆.txt")
    assert article.title == "新馆"
    assert article.text == PARAGRAPH * 3


def test_english_text_wrapped_at_80_columns_becomes_paragraphs() -> None:
    prose = "The city council discussed the annual budget of the new library on Monday. " * 6
    text = f"Council passes budget\n\n{textwrap.fill(prose, 80)}\n\n{textwrap.fill(prose, 80)}\n"
    (article,) = split_text(text)
    assert article.title == "Council passes budget"
    assert article.text == f"{prose.strip()}\n{prose.strip()}"


def test_chapters_and_numbered_parts_are_headings_not_titles() -> None:
    (article,) = split_text(
        "第一章 总则\n\n本办法适用于全市。\n\n一、目标\n\n服务读者。\n", "办法.txt"
    )
    assert article.title == "办法"
    assert headings(article) == ["第一章 总则", "一、目标"]


def test_encyclopedia_paragraphs_have_their_short_headings() -> None:
    (article,) = split_text("郑州市\n\n郑州是省会。\n\n历史\n\n历史悠久。\n\n地理\n\n位于中原。\n")
    assert article.title == "郑州市"
    assert headings(article) == ["历史", "地理"]


def test_line_of_fifty_thousand_characters_is_one_paragraph() -> None:
    (article,) = split_text(PARAGRAPH * 1200)
    assert article.text == PARAGRAPH * 1200


@pytest.mark.parametrize("line", ["2017年13月45日", "2017年2月30日"])
def test_impossible_date_is_ignored(line: str) -> None:
    assert split_text(f"第A03版:要闻\n{line}\n新馆开放\n\n{PARAGRAPH}")[0].date == ""


def test_date_in_the_furniture_is_the_date_of_every_story() -> None:
    story = "{}\n\n本报讯 昨日,新馆开馆。\n\n"
    articles = split_text(
        "2017年10月11日 星期三\n\n" + story.format("甲馆开放") + story.format("乙馆开放")
    )
    assert [(a.title, a.date) for a in articles] == [
        ("甲馆开放", "2017-10-11"),
        ("乙馆开放", "2017-10-11"),
    ]


def test_page_of_nothing_but_furniture_has_no_article() -> None:
    assert split_text("第A03版:要闻 上一版 下一版\n\n版权所有\n") == ()
