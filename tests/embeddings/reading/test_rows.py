"""Rows of JSON lines, JSON and CSV: each becomes an article; a bad row does not stop the rest."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.reading.limits import MOST_ROW_CHARACTERS
from embeddings.reading.read import read
from tests.support.documents import read_all, reason_against

ROW = {
    "id": "n-17",
    "title": "绿东村街道开通微信",
    "text": "第一段。\r\n　　第二段，\t有空白。\n\n第三段\x00。",
    "date": "2017/10/11 08:00",
    "byline": "王小明",
    "source": "郑州日报",
    "url": "https://example.cn/17",
}


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", lines(ROW)),
        ("a.ndjson", "\n" + lines(ROW)),
        ("a.json", json.dumps([ROW], ensure_ascii=False, indent=1)),
        ("a.json", json.dumps(ROW)),
        ("a.json", lines(ROW, {"text": "另一行。"})),
        ("a.jsonl", json.dumps([ROW])),
        ("a.csv", table(list(ROW), [text.replace("\x00", "") for text in ROW.values()])),
    ],
)
def test_row_becomes_an_article_with_all_of_its_fields(
    tmp_path: Path, name: str, text: str
) -> None:
    articles, failures = read_all(write(tmp_path / name, text))
    article = articles[0]
    assert (article.title, article.text) == (
        "绿东村街道开通微信",
        "第一段。\n第二段， 有空白。\n第三段。",
    )
    assert (article.byline, article.date) == ("王小明", "2017-10-11")
    assert (article.source, article.url) == ("郑州日报", "https://example.cn/17")
    assert failures == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".json"])
def test_rows_of_any_encoding_read_the_same(tmp_path: Path, encoding: str, suffix: str) -> None:
    texts = [f"郑州市惠济区的第{number}篇报道，说的是村里的事情。" for number in range(30)]
    written = {
        ".csv": table(["标题", "正文"], *(["新闻", text] for text in texts)),
        ".jsonl": lines(*({"标题": "新闻", "正文": text} for text in texts)),
        ".json": json.dumps([{"标题": "新闻", "正文": text} for text in texts], ensure_ascii=False),
    }
    articles, _ = read_all(write(tmp_path / f"a{suffix}", written[suffix], encoding))
    assert [article.text for article in articles] == texts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_of_a_table_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = table(
        ["标题", "作者", "内容"], ["题", "甲", '他说:"好;,|\t"\n第二行'], delimiter=delimiter
    )
    [article], _ = read_all(write(tmp_path / "a.csv", text))
    assert (article.title, article.byline) == ("题", "甲")
    assert article.text == '他说:"好;,| "\n第二行'


@pytest.mark.parametrize("name", ["content", "body", "TEXT", " 正文 ", "内容"])
def test_column_of_the_text_may_have_other_names(tmp_path: Path, name: str) -> None:
    [article], _ = read_all(write(tmp_path / "a.jsonl", lines({name: "一段文字。"})))
    assert article.text == "一段文字。"


def test_bad_row_is_reported_with_its_number_and_stops_no_other(tmp_path: Path) -> None:
    good = json.dumps({"text": "好的。"})
    bad = [
        "{broken",
        "[1]",
        '{"title": "只有题"}',
        '{"text": 5e400}',
        "[" * 100_000,
        '{"text": "' + "长" * (2 * MOST_ROW_CHARACTERS) + '"}',
    ]
    articles, failures = read_all(write(tmp_path / "a.jsonl", "\n".join([good, *bad, good])))
    assert [article.text for article in articles] == ["好的。", "inf", "好的。"]
    assert [failure.part for failure in failures] == [f"row {row}" for row in (2, 3, 4, 6, 7)]
    assert [failure.reason[:20] for failure in failures] == [
        "it is not JSON (Expe",
        "it is not an object.",
        "it contains no text.",
        "it is not JSON (maxi",
        "it is longer than 1,",
    ]


def test_bad_row_of_a_table_is_reported_as_a_sheet_numbers_it(tmp_path: Path) -> None:
    text = "title,text\n一,好的。\n二,\n三,多,了\n四,好的。\n"
    articles, failures = read_all(write(tmp_path / "a.csv", text))
    assert [article.title for article in articles] == ["一", "四"]
    assert [failure.part for failure in failures] == ["row 3", "row 4"]
    assert failures[1].reason.startswith("it has 3 cells for 2 columns.")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "甲,乙\n1,2\n", "no column is named text (or content, body, 正文)."),
        ("a.csv", "text\n", "the file contains no row."),
        ("a.json", "[]", "the file contains no row."),
        ("a.json", "[1, 2", "it is not JSON"),
        ("a.jsonl", "{x\n{y\n", "none of its parts could be read"),
        ("a.jsonl", "", "the file is empty."),
        ("a.json", "[" * 100_000, "it is not JSON"),
    ],
)
def test_file_without_a_row_is_refused(tmp_path: Path, name: str, text: str, reason: str) -> None:
    assert reason_against(write(tmp_path / name, text)).startswith(reason)


def test_row_keeps_its_id_by_its_own_id_its_address_or_its_title(tmp_path: Path) -> None:
    def ids(*rows: object) -> list[str]:
        return [item.id for item in read_all(write(tmp_path / "a.jsonl", lines(*rows)))[0]]

    rows: list[dict[str, object]] = [
        {"id": 5, "title": "一", "text": "甲。"},
        {"url": "https://example.cn/5", "title": "二", "text": "乙。"},
        {"title": "三", "text": "丙。"},
    ]
    before = ids(*rows)
    changed = [{**row, "text": "改了。"} for row in reversed(rows)]
    assert ids(*changed) == before[::-1]
    assert ids({**rows[0], "title": "新题"}, {**rows[1], "title": "新题"}) == before[:2]
    assert len(set(ids(*rows, *rows))) == 6


def test_row_without_a_title_is_called_by_its_beginning(tmp_path: Path) -> None:
    [one, two], _ = read_all(
        write(tmp_path / "a.jsonl", lines({"text": "第一句。第二句。"}, {"text": "长" * 90}))
    )
    assert (one.title, two.title) == ("第一句", "长" * 40)


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("20220101", "2022-01-01"),
        ("2017年10月1日", "2017-10-01"),
        ("2017年10月", "2017-10"),
        ("2017", "2017"),
        ("2017-02-31", "2017"),
        ("2017.3.4", "2017-03-04"),
        ("2017-10-11T08:00:00Z", "2017-10-11"),
        ("昨天", ""),
    ],
)
def test_date_of_a_row_becomes_iso(tmp_path: Path, given: str, iso: str) -> None:
    [article], _ = read_all(
        write(tmp_path / "a.jsonl", lines({"text": "一段文字。", "date": given}))
    )
    assert article.date == iso


def test_rows_come_one_by_one_long_before_the_file_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": "第一行。"}) * 60_000)
    rows: Iterator[object] = read(path, "a.jsonl")
    next(rows)
    path.write_bytes(b"")  # what was not read yet is gone
    assert sum(1 for _ in rows) < 30_000
