"""Over HTTP and on the console: what the articles say of a subject, by date."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.support.bridge import NAME, write_bridge_pages
from tests.support.console import wenbao
from tests.support.contract import assert_problem, get
from tests.support.running_server import running_server

PERIODS = ["2018", "2018-03-10", "2019-12-19", "2020", "2020-06-18", "2022-05-01"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("timeline")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    pages = write_bridge_pages(data / "pages")
    with (
        running_server(data / "data", WENBAO_COLLECTION=str(pages)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def test_entries_are_verbatim_and_in_order(client: httpx.Client) -> None:
    reply = get(client, "/v1/timeline", q=NAME)
    assert [entry["period"] for entry in reply["entries"]] == PERIODS
    for entry in reply["entries"]:
        text = get(client, f"/v1/documents/{entry['article_id']}")["text"]
        assert text[entry["start"] : entry["end"]] == entry["quote"]
        assert {text[start:end] for start, end in entry["highlights"]} == {NAME}
    assert reply["years"] == [
        {"year": 2018, "entries": 2},
        {"year": 2019, "entries": 1},
        {"year": 2020, "entries": 2},
        {"year": 2022, "entries": 1},
    ]
    assert (reply["terms"], reply["total"], reply["undated"]) == ([NAME], 6, 1)
    assert (reply["complete"], reply["period"], reply["articles_left"]) == (True, None, None)
    opened = reply["entries"][4]
    assert [reprint["source"] for reprint in opened["reprints"]] == ["晚报.txt"]
    assert (opened["basis"], opened["year"], opened["date"]) == ("sentence", 2020, "2021-01-15")


def test_year_limit_and_filters_select(client: httpx.Client) -> None:
    year = get(client, "/v1/timeline", q=NAME, year=2020, limit=1)
    assert [entry["period"] for entry in year["entries"]] == ["2020"]
    assert (year["total"], len(year["years"])) == (2, 4)
    filtered = get(client, "/v1/timeline", q=NAME, date_to="2019", source="2018")
    assert [entry["period"] for entry in filtered["entries"]] == ["2018-03-10", "2020"]
    assert filtered["articles_left"] == 1
    since = get(client, "/v1/timeline", q=f"2020年以来的{NAME}")
    assert (since["period"], since["subject"], since["total"]) == ("2020/..", NAME, 3)


@pytest.mark.parametrize(
    ("form", "media_type", "name"),
    [
        ("csv", "text/csv; charset=utf-8", f"时间线：{NAME}.csv"),
        ("markdown", "text/markdown; charset=utf-8", f"时间线：{NAME}.md"),
    ],
)
def test_file_is_an_attachment_named_after_the_subject(
    client: httpx.Client, form: str, media_type: str, name: str
) -> None:
    response = client.get("/v1/timeline", params={"q": NAME, "format": form})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    disposition = response.headers["content-disposition"]
    assert disposition.endswith(f"filename*=UTF-8''{quote(name)}")


def test_csv_has_all_entries_with_links_and_no_formula(client: httpx.Client) -> None:
    params = {"q": NAME, "format": "csv", "language": "en"}
    content = client.get("/v1/timeline", params=params).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["time"] for row in rows] == PERIODS
    assert rows[-1]["quote"].startswith("'-")
    assert (rows[-1]["title"], rows[-1]["byline"]) == ("'=HYPERLINK(1)", "'@记者 周明")
    last = get(client, "/v1/timeline", q=NAME)["entries"][-1]
    place = f"#/article/{last['article_id']}?q={last['start']}-{last['end']}"
    assert rows[-1]["link"] == f"{str(client.base_url).rstrip('/')}/{place}"


def test_bad_requests_are_problems(client: httpx.Client) -> None:
    bad = ("", "?q=", "?q=%20", "?q=x&year=0", "?q=x&limit=0", "?q=x&format=xml", "?q=x&date_to=y")
    for query in bad:
        assert_problem(client.get(f"/v1/timeline{query}"), 422, "invalid_request")


def test_odd_words_find_nothing_without_failing(client: httpx.Client) -> None:
    for words in (
        "。",
        "(?:",
        "\\",
        "a" * 2000,
        "㎡",
        "’",
        "的" * 500,
        "😀",
        "? ?",
        "去年",
        "历史",
    ):
        assert get(client, "/v1/timeline", q=words)["total"] >= 0


def test_console_prints_the_entries_or_writes_a_file(client: httpx.Client, data: Path) -> None:
    assert get(client, "/v1/timeline", q=NAME)["total"] == len(PERIODS)
    folder = ("--data", data / "data")
    printed = wenbao("timeline", NAME, "--year", "2019", *folder).stdout
    assert printed.splitlines() == [
        "2019-12-19  望江大桥昨天合龙。",
        "    江上传来好消息 (2019.txt, 2019-12-20)",
        "1 entries",
    ]
    table, wrong = data / "table.csv", data / "table.xls"
    assert wenbao("timeline", NAME, "--output", table, *folder).returncode == 0
    written = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert [row["时间"] for row in written] == PERIODS
    refused = wenbao("timeline", NAME, "--output", wrong, *folder)
    assert (refused.returncode, refused.stderr) == (2, f"wenbao: {wrong} must end in .csv or .md\n")
