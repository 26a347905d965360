"""Dates and bylines, wherever they are printed: they leave title and text, and say where they were.

The cases in imprints_held.jsonl were written with the others and first read when the code was done.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.documents import Article, Origin
from embeddings.library.catalogue import Listing, Order
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from embeddings.passages import PassageSettings
from tests.support.documents import make_docx, make_epub, make_pdf, read_all
from tests.support.paths import DATA

SHORT = PassageSettings(minimum=4, maximum=30, overlap=0)
STORY = "昨日下午,青石镇启用新建的便民服务中心,设窗口十二个。"


def load(name: str) -> list[Any]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(case := json.loads(line), id=case["case"]) for line in lines]


def read_file(folder: Path, name: str, content: str | bytes) -> list[Article]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles, failures = read_all(path)
    assert failures == []
    return articles


@pytest.mark.parametrize("case", [*load("imprints.jsonl"), *load("imprints_held.jsonl")])
def test_story_has_date_and_byline_as_printed_and_keeps_the_rest(
    case: dict[str, Any], tmp_path: Path
) -> None:
    articles = read_file(tmp_path, case["file"], case["content"])
    assert len(articles) == len(case["articles"])
    for article, expected in zip(articles, case["articles"], strict=True):
        assert (article.date, article.date_origin) == (expected["date"], expected["date_origin"])
        if expected["title"] is not None:
            assert article.title == expected["title"]
        if expected["text"] is not None:
            assert article.text == expected["text"]
        if expected["names"] is not None:
            assert bool(article.byline) == bool(expected["names"])
        for name in expected["names"] or ():
            assert name in article.byline
            assert name not in article.title + article.text


def test_date_of_a_document_property_says_so_and_gives_way_to_print(tmp_path: Path) -> None:
    [word] = read_file(tmp_path, "a.docx", make_docx())
    assert (word.date, word.date_origin) == ("2017-10-11", Origin.DOCUMENT_PROPERTY)
    assert (word.byline, word.byline_origin) == ("王小明", Origin.DOCUMENT_PROPERTY)
    assert (word.publication_date, word.publication_byline) == ("", "")
    info = {"Author": "王小明", "CreationDate": "D:20171011080000"}
    [scan] = read_file(tmp_path, "扫描.pdf", make_pdf([[STORY]], info))
    assert (scan.date_origin, scan.byline_origin) == (Origin.DOCUMENT_PROPERTY,) * 2
    lines = [["便民服务中心启用", "2021年3月5日", STORY]]
    [printed] = read_file(tmp_path, "b.pdf", make_pdf(lines, info))
    assert (printed.date, printed.date_origin) == ("2021-03-05", Origin.PRINTED)
    [chapter] = read_file(
        tmp_path, "a.epub", make_epub({"one": f"<html><body><p>{STORY}</p></body></html>"})
    )
    assert chapter.date_origin is Origin.DOCUMENT_PROPERTY


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("人民日报/2023/06/18/01版.txt", "2023-06-18"),
        ("旧稿.zip/2023-06-18/a.txt", "2023-06-18"),
        ("一九九八年/抗洪纪实.txt", ""),
        ("2023-06-18至2023-07-01.txt", ""),
        ("2023年工作总结.txt", ""),
    ],
)
def test_file_name_dates_a_story_that_prints_no_date(
    source: str, date: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"便民服务中心启用\n\n{STORY}", encoding="utf-8")
    [article], _ = read_all(path, source)
    assert (article.date, article.date_origin == Origin.FILE_NAME) == (date, bool(date))


def test_columns_of_a_row_are_given_and_its_text_tells_the_rest(tmp_path: Path) -> None:
    rows = [
        {"title": "甲", "text": STORY, "date": "2022-01-10", "byline": "王芳"},
        {"title": "乙", "text": f"本报记者 王芳\n{STORY}"},
    ]
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    given, told = read_file(tmp_path, "a.jsonl", content)
    assert (given.date_origin, given.byline_origin) == (Origin.GIVEN, Origin.GIVEN)
    assert (told.byline, told.byline_origin, told.text) == (
        "本报记者 王芳",
        Origin.PRINTED,
        STORY,
    )
    assert told.date_origin is Origin.NONE


def make_article(name: str, origin: Origin) -> Article:
    return Article(
        name, "a.txt", name, "王芳", "2017-10-11", STORY, date_origin=origin, byline_origin=origin
    )


def test_library_keeps_origins_and_lists_no_date_of_a_property(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    articles = [make_article("甲", Origin.PRINTED), make_article("乙", Origin.DOCUMENT_PROPERTY)]
    library.replace(Contents(StoredFile("a.txt", "", "h1"), articles))
    assert library.articles.in_order(["甲", "乙"]) == articles
    assert library.catalogue.dates() == [("", "乙"), ("2017-10-11", "甲")]
    library.chunk(SHORT)
    filtered = {row.id: row.date for row in library.passages.ranges_by_article(SHORT)}
    assert filtered == {"甲": "2017-10-11", "乙": ""}
    library.delete_article("乙")
    library.restore_article("乙")
    assert library.articles.get("乙") == articles[1]


def test_origin_that_is_known_better_is_a_change_but_no_new_version(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    file = StoredFile("a.txt", "", "h1")
    library.replace(Contents(file, [make_article("甲", Origin.UNKNOWN)]))
    changed_at = library.articles.changed_at
    better = make_article("甲", Origin.DOCUMENT_PROPERTY)
    assert not library.replace(Contents(file, [better]))
    assert library.articles.get("甲") == better
    assert library.articles.changed_at > changed_at
    page = library.catalogue.page(Listing(Order.DATE), 10)
    assert (page.total, library.catalogue.dates()) == (1, [("", "甲")])
