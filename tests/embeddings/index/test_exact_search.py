"""Exact search finds every article that contains a term, and no other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Article, Heading
from embeddings.index.exact_search import find_articles
from embeddings.index.index import build_indexed_text
from embeddings.index.lexical_index import LexicalIndex, LexicalWriter
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.passages import PassageSettings
from embeddings.text.exact_term import ExactTerm, Match
from embeddings.text.normalize import find_spellings, fold, fold_aligned
from embeddings.text.terms import Segmenter
from service.assistant import Assistant

SEGMENTER = Segmenter()
TINY = PassageSettings(minimum=4, maximum=9, overlap=2)
# Names, their spellings, Latin in two widths, white space, line breaks, all kinds of cuts.
PIECES = [
    "焦",
    "裕",
    "禄",
    "祿",
    "里",
    "裡",
    "裏",
    "干",
    "乾",
    "坤",
    "坤",
    "g",
    "2",
    "0",
    "Ｇ",
    "２",
]
GAPS = [" ", "　", "\n", "。", ",", "-", "."]
TEXT = st.lists(st.sampled_from(PIECES * 2 + GAPS), min_size=1, max_size=60).map("".join)


def article(number: int, text: str, title: str = "", byline: str = "") -> Article:
    headings: list[Heading] = []
    for line in re.finditer(r"[^\n]+", text):
        if line.group().startswith("焦") and line.group().strip() == line.group():
            headings.append(Heading(*line.span()))
    return Article(f"{number:016x}", "pages.txt", title, byline, "", text, tuple(headings))


def test_middle_dot_is_left_out_only_within_a_name() -> None:
    text = "买买提艾力克和买买提·艾力克"
    assert len(list(ExactTerm("买买提·艾力克").spans_in(text))) == 2
    assert list(ExactTerm("·").spans_in(text)) == [(10, 11)]
    assert list(ExactTerm("·艾力").spans_in(text)) == [(10, 13)]


@contextmanager
def indexed(
    articles: list[Article], settings: PassageSettings = TINY
) -> Iterator[tuple[Library, LexicalIndex]]:
    """Store and index the articles of one file."""
    with TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library.sqlite3")
        library.chunk(settings)
        library.use_chunking(settings)
        library.replace(Contents(StoredFile("pages.txt", "", ""), articles))
        writer = LexicalWriter(Path(folder) / "terms")
        for item, stored_passages in library.passages.walk():
            for stored in stored_passages:
                text = fold(build_indexed_text(item, stored.passage))
                writer.add(stored.key, *SEGMENTER.join_terms([text]))
        writer.finish()
        yield library, LexicalIndex.open(Path(folder) / "terms")


def found(articles: list[Article], *terms: str, match: Match = "all") -> list[int]:
    with indexed(articles) as (library, lexical):
        expected = [ExactTerm(term) for term in terms]
        return sorted(int(a.id, 16) for a in find_articles(expected, match, library, lexical))


def plain(line: str) -> str:
    """Fold, and reduce white space to one blank between Latin words."""
    apart = re.sub(r"(?<=[a-z0-9])\s+(?=[a-z0-9])", "\0", fold_aligned(line))
    return re.sub(r"\s", "", apart).replace("\0", " ")


def holds(one: Article, term: str) -> bool:
    """Return whether an article contains a term, in the simplest way."""
    expected = plain(term)
    for line in map(plain, [one.title, one.byline, *one.text.split("\n")]):
        for at in range(len(line) - len(expected) + 1):
            around = line[at - 1 : at] + expected[0], expected[-1] + line[at + len(expected) :][:1]
            cut = any(re.fullmatch("[a-z0-9]{2}", pair) for pair in around)
            if line.startswith(expected, at) and not cut:
                return True
    return False


@pytest.mark.slow
@given(
    texts=st.lists(TEXT, min_size=1, max_size=6),
    head=st.tuples(TEXT, TEXT),
    at=st.integers(0, 40),
    length=st.integers(1, 6),
)
def test_finds_what_a_scan_of_every_article_finds(
    texts: list[str], head: tuple[str, str], at: int, length: int
) -> None:
    title, byline = (part.replace("\n", " ") for part in head)
    articles = [article(n, text) for n, text in enumerate(texts)]
    articles.append(article(99, texts[0], title, byline))
    terms = [texts[0][at : at + length], title[:length]]
    with indexed(articles) as (library, lexical):
        for term in (term for term in terms if term.strip() and "\n" not in term.strip()):
            got = find_articles([ExactTerm(term)], "all", library, lexical)
            assert {item.id for item in got} == {
                article.id for article in articles if holds(article, term)
            }


@pytest.mark.parametrize(
    ("term", "text", "held"),
    [
        ("焦裕禄", "学习焦裕禄精神。", True),
        ("焦裕禄", "学习焦 裕\u3000禄精神。", True),
        ("焦裕禄", "学习焦裕祿精神。", True),
        ("焦裕祿", "学习焦裕禄精神。", True),
        ("焦裕禄", "学习焦裕\n禄精神。", False),
        ("焦裕禄", "焦作的裕华和福禄。", False),
        ("王静", "本报记者 王 静 摄", True),
        ("G20峰会", "出席Ｇ２０峰会", True),
        ("AI", "she said so", False),
        ("AI", "用AI写稿", True),
        ("ai", "an AI-based paper", True),
        ("New York", "in new  york today", True),
        ("New York", "NewYork", False),
        ("2018", "在12018号", False),
        ("40.92", "总投资40.92亿元", True),
        ("不忘初心,牢记使命", "“不忘初心，牢记使命”主题教育", True),
        ("乾坤", "扭转乾坤", True),
        ("㎡", "100㎡的房子", True),
        ("买买提•艾力", "护林员买买提·艾力", True),
        ("买买提．艾力", "护林员买买提・艾力", True),
        ("买买提.艾力", "护林员买买提艾力", True),
        ("买买提艾力", "护林员买买提 · 艾力", True),
        ("买买提艾力", "护林员买买提。艾力", False),
        ("艾力", "护林员买买提·艾力", True),
        ("要闻", "时事要·闻", False),
    ],
)
def test_term_is_compared_folded_and_without_white_space(term: str, text: str, held: bool) -> None:
    assert found([article(1, text)], term) == ([1] if held else [])


def test_a_term_that_two_passages_share_is_found() -> None:
    text = "一二三四五六七八" + "九" * (2 * TINY.maximum) + "望江县" + "百千万" * 5
    assert found([article(1, text)], "望江县") == [1]
    with indexed([article(1, text)]) as (library, _):
        assert not any(
            "望江县" in passage.text_in(article(1, text))
            for passage in library.passages.of_article(f"{1:016x}")
        )


def test_a_heading_with_nothing_below_is_searched() -> None:
    text = "焦裕禄的家乡\n焦点\n正文在此。\n焦作"
    assert found([article(1, text)], "家乡") == [1]
    assert found([article(1, text)], "焦作") == [1]


def test_title_and_byline_are_searched() -> None:
    one = article(1, "正文。", title="望江来客", byline="本报记者 孙志刚")
    assert found([one, article(2, "正文。")], "望江") == [1]
    assert found([one, article(2, "正文。")], "孙志刚") == [1]


def test_several_terms_match_all_or_any() -> None:
    articles = [
        article(1, "兰考和望江。"),
        article(2, "兰考。"),
        article(3, "望江。"),
        article(4, "无。"),
    ]
    assert found(articles, "兰考", "望江") == [1]
    assert found(articles, "兰考", "望江", match="any") == [1, 2, 3]


def test_more_articles_than_any_search_returns_are_all_found() -> None:
    articles = [article(n, f"第{n}篇写望江。") for n in range(700)]
    assert found(articles, "望江") == list(range(700))


def test_bundled_collection_agrees_with_a_scan(assistant: Assistant) -> None:
    workspace = assistant.workspace
    articles = workspace.library.articles.page()
    for term in (
        "焦裕禄",
        "五星级",
        "中原区",
        "孙志刚",
        "党建",
        "CCD",
        "2018",
        "秦岭路街道",
        "金水区",
    ):
        got = find_articles([ExactTerm(term)], "all", workspace.library, workspace.index.lexical)
        assert {item.id for item in got} == {
            article.id for article in articles if holds(article, term)
        }, term


@pytest.mark.parametrize("character", ["里", "裡", "a", "Ａ", "焦", "。"])
def test_spellings_are_all_forms_that_fold_the_same(character: str) -> None:
    assert character in find_spellings(character)
    assert set(map(fold_aligned, find_spellings(character))) == {fold_aligned(character)}
