"""Exported timelines: no cell is a formula, no text is markup."""

import csv
import io
from dataclasses import replace

import pytest

from embeddings.documents import Article, Origin, Span
from service.exported_file import Format
from service.language import Language
from service.timelines.export import export
from service.timelines.timeline import Subject, Timeline, TimelineEntry
from service.times.period import make_period
from service.times.validity import Basis, Validity

TEXT = "=1+1，_大桥_通车。"
ARTICLE = Article(
    "0123456789abcdef",
    "+报.txt",
    "-[桥]",
    "@周明",
    "2022-05-01",
    TEXT,
    date_origin=Origin.PRINTED,
    byline_origin=Origin.PRINTED,
)
PERIOD = make_period(2022, 5)
ENTRY = TimelineEntry(
    ARTICLE, Span(0, len(TEXT)), (Span(5, 7),), Validity(PERIOD, PERIOD, Basis.HEADING)
)
TIMELINE = Timeline(Subject("大桥"), (ENTRY,), 1, ((2022, 1),), 0, True, None, 3)


def address(entry: TimelineEntry) -> str:
    return f"http://127.0.0.1:8000/#/article/{entry.article.id}"


def rows(timeline: Timeline, language: Language) -> list[list[str]]:
    file = export(timeline, Format.CSV, language, address)
    assert file.content.startswith(b"\xef\xbb\xbf")  # or Excel takes it for GBK
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))


def test_csv_disarms_formulas_and_changes_nothing_else() -> None:
    head, row = rows(TIMELINE, Language.CHINESE)
    assert head[:4] == ["时间", "依据", "原文", "标题"]
    assert row == [
        "2022-05",
        "小标题",
        f"'{TEXT}",
        "'-[桥]",
        "'@周明",
        "2022-05-01",
        "'+报.txt",
        "0123456789abcdef",
        "0",
        str(len(TEXT)),
        "http://127.0.0.1:8000/#/article/0123456789abcdef",
    ]


@pytest.mark.parametrize("title", ["=1", "＝1", "\t=1", "  +1", "-1", "@SUM(A1)", "\r1"])
def test_cell_that_begins_like_a_formula_is_text(title: str) -> None:
    entry = replace(ENTRY, article=replace(ARTICLE, title=title))
    _, row = rows(replace(TIMELINE, entries=(entry,)), Language.ENGLISH)
    assert row[3].startswith("'")


def test_property_of_the_file_is_no_date_and_no_byline() -> None:
    doubtful = Origin.DOCUMENT_PROPERTY
    article = replace(ARTICLE, date_origin=doubtful, byline_origin=doubtful)
    entry = replace(ENTRY, article=article)
    _, row = rows(replace(TIMELINE, entries=(entry,)), Language.ENGLISH)
    assert row[4:6] == ["", ""]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.CHINESE,
            "# 时间线：大桥\n\n## 2022年\n\n- **2022年5月** · =1+1，\\_大桥\\_通车。 · "
            "[-\\[桥\\]](<http://127.0.0.1:8000/#/article/0123456789abcdef>) · \\@周明 · "
            "2022-05-01 · +报.txt · 小标题\n",
        ),
        (
            Language.ENGLISH,
            "# Timeline: 大桥\n\n## 2022\n\n- **2022-05** · =1+1，\\_大桥\\_通车。 · "
            "[-\\[桥\\]](<http://127.0.0.1:8000/#/article/0123456789abcdef>) · \\@周明 · "
            "2022-05-01 · +报.txt · the heading\n",
        ),
    ],
)
def test_markdown_lists_each_year_and_escapes_the_text(language: Language, expected: str) -> None:
    file = export(TIMELINE, Format.MARKDOWN, language, address)
    assert file.content.decode() == expected
    assert file.media_type == "text/markdown; charset=utf-8"


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a b>c", "[-\\[桥\\]](<https://example.org/a%20b%3Ec>)"),
        ("https://example.org/桥", "[-\\[桥\\]](<https://example.org/桥>)"),
        ("javascript:alert(1)", "-\\[桥\\] "),
        ("", "-\\[桥\\] "),
    ],
)
def test_title_links_to_web_addresses_only(url: str, linked: str) -> None:
    file = export(TIMELINE, Format.MARKDOWN, Language.CHINESE, lambda _: url)
    assert f" · {linked}" in file.content.decode()


def test_file_is_named_after_the_subject() -> None:
    name = export(TIMELINE, Format.CSV, Language.CHINESE, address).name
    assert name == "时间线：大桥.csv"
    empty = replace(TIMELINE, subject=Subject("a/b\n"), entries=())
    file = export(empty, Format.MARKDOWN, Language.ENGLISH, address)
    assert (file.name, file.content.decode()) == (
        "Timeline a b.md",
        "# Timeline: a/b\n\n*The articles say nothing of it.*\n",
    )
