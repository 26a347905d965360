"""Files and articles sent over HTTP: accepted at once, stored on disk, read by a job."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.contract import ask, get
from tests.support.library_client import add, article_ids, finished, parts
from tests.support.paths import SEEDS
from tests.support.running_server import running_server

STORY = "清泉镇文化站\n\n清泉镇文化站开办了名叫“月牙讲堂”的夜校，每周三晚上开课。\n"
QUESTION = "清泉镇文化站开办的夜校叫什么名字?"
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    """A client of a server for the uploads of this module only."""
    with (
        running_server(data) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def originals(data: Path) -> set[str]:
    return {path.name for path in (data / "originals").iterdir()}


def test_uploaded_file_answers_with_itself_as_the_source(client: httpx.Client) -> None:
    assert add(client, {"夜校.txt": STORY})["夜校.txt"]["state"] == "stored"
    reply = ask(client, QUESTION)
    assert "月牙讲堂" in reply["answer"]
    assert (reply["sources"][0]["source"], reply["sources"][0]["page"]) == ("夜校.txt", None)


def test_file_that_fails_says_why_and_does_not_stop_the_others(client: httpx.Client) -> None:
    files = add(
        client, {"空白.txt": b"", "图.exe": b"\x00\x01", "水渠.txt": "水渠\n\n水渠修好了。"}
    )
    assert {name: file["state"] for name, file in files.items()} == {
        "空白.txt": "failed",
        "图.exe": "failed",
        "水渠.txt": "stored",
    }
    assert "empty" in files["空白.txt"]["reason"]
    assert files["水渠.txt"]["articles"] == 1


def test_original_comes_back_byte_for_byte_and_never_inline(client: httpx.Client) -> None:
    text = "<script>alert(1)</script>\n\n电影队下乡放映。\n".encode("gb18030")
    add(client, {"下乡.txt": text})
    [article] = article_ids(client, "下乡.txt")
    response = client.get(f"/v1/documents/{article}/original")
    assert response.content == text
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    disposition = response.headers["content-disposition"]
    assert disposition == "attachment; filename*=utf-8''%E4%B8%8B%E4%B9%A1.txt"


def test_file_indexed_from_a_path_can_be_downloaded_too(client: httpx.Client) -> None:
    name = "004_95d6984c355d8d49.txt"
    response = client.get(f"/v1/documents/{article_ids(client, name)[0]}/original")
    assert response.content == (SEEDS / name).read_bytes()


def test_original_is_named_by_its_hash_alone(client: httpx.Client, data: Path) -> None:
    before = originals(data)
    add(client, {"../../逃跑.TXT": "逃跑\n\n围栏外面什么也没有。\n"})
    [name] = originals(data) - before
    assert re.fullmatch(r"[0-9a-f]{32}\.txt", name)
    assert article_ids(client, "逃跑.TXT")
    assert not list(data.parent.glob("**/逃跑*"))


def test_same_bytes_are_stored_once(client: httpx.Client, data: Path) -> None:
    first = add(client, {"甲.txt": "同样\n\n两份文件内容相同。\n"})
    before = originals(data)
    again = add(client, {"甲.txt": "同样\n\n两份文件内容相同。\n"})
    other = add(client, {"乙.txt": "同样\n\n两份文件内容相同。\n"})
    assert (first["甲.txt"]["state"], again["甲.txt"]["state"]) == ("stored", "unchanged")
    assert (other["乙.txt"]["state"], other["乙.txt"]["reason"]) == ("same", "same as 甲.txt")
    assert originals(data) == before


def test_same_name_again_is_another_version(client: httpx.Client) -> None:
    add(client, {"通知.txt": "通知\n\n南湖公园周一闭园。\n"})
    add(client, {"通知.txt": "通知\n\n南湖公园周五闭园。\n"})
    [article] = article_ids(client, "通知.txt")
    assert get(client, f"/v1/documents/{article}")["text"] == "南湖公园周五闭园。"


def test_name_of_an_indexed_file_gets_a_number_behind_it(client: httpx.Client) -> None:
    taken = "000_34f4e29fc2acec92.txt"
    before = article_ids(client, taken)
    numbered = "000_34f4e29fc2acec92 (2).txt"
    for text in ("另一份\n\n另一份报纸。\n", "另一份\n\n另一份报纸的第二稿。\n"):
        assert list(add(client, {taken: text})) == [numbered]
    assert article_ids(client, taken) == before
    assert len(article_ids(client, numbered)) == 1


def test_two_files_of_the_same_name_in_one_request_are_both_stored(client: httpx.Client) -> None:
    files = add(
        client, [("a/日记.txt", "日记\n\n今天下雨。\n"), ("b/日记.txt", "日记\n\n今天放晴。\n")]
    )
    assert {name: file["state"] for name, file in files.items()} == {
        "日记.txt": "stored",
        "日记 (2).txt": "stored",
    }


@pytest.mark.parametrize(
    "header",
    [
        b"filename*=UTF-8''%E6%97%A7%E5%BC%8F.txt",
        'filename="旧式.txt"'.encode(),
        'filename="旧式.txt"'.encode("gb18030"),
    ],
)
def test_name_is_read_however_it_is_encoded(client: httpx.Client, header: bytes) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="f"; ' + header + b"\r\n\r\nabc\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = client.post("/v1/documents", content=body, headers=headers)
    assert [file["name"] for file in response.json()["documents"]] == ["旧式.txt"]


def test_articles_sent_as_json_are_stored_as_lines(client: httpx.Client, data: Path) -> None:
    before = originals(data)
    article = {"title": "春耕", "text": "春耕开始了。", "date": "2024-03-01", "id": "spring-1"}
    response = client.post("/v1/documents", json=article)
    assert response.status_code == 202
    assert [file["name"] for file in response.json()["documents"]] == ["spring-1.jsonl"]
    [name] = originals(data) - before
    assert json.loads((data / "originals" / name).read_text(encoding="utf-8")) == article
    finished(client, response.json()["job_id"])


def test_many_articles_come_as_a_list_or_as_lines(client: httpx.Client, data: Path) -> None:
    articles = [{"title": f"第{n}期", "text": f"第{n}期的正文。"} for n in range(3)]
    lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles).encode()
    listed = client.post("/v1/documents", json=articles).json()
    streamed = client.post("/v1/documents", content=iter([lines[:30], lines[30:]]), headers=LINES)
    assert streamed.status_code == 202
    assert streamed.json()["documents"] == listed["documents"]
    assert re.fullmatch(r"articles-[0-9a-f]{12}\.jsonl", listed["documents"][0]["name"])
    named = client.post("/v1/documents?name=../周报", content=lines, headers=LINES).json()
    assert [document["name"] for document in named["documents"]] == ["周报.jsonl"]


def test_article_as_json_is_answered_from_with_its_own_source_and_address(
    client: httpx.Client,
) -> None:
    article = {
        "title": "青石镇办起陶艺馆",
        "text": "青石镇办起的陶艺馆叫“泥火坊”，周末免费开放。",
        "date": "2024-05-06",
        "byline": "记者 林晓",
        "source": "青石日报",
        "url": "https://example.org/a/1",
    }
    accepted = client.post("/v1/documents", json=article).json()
    assert finished(client, accepted["job_id"])["files"]["stored"] == 1
    reply = ask(client, "青石镇办起的陶艺馆叫什么名字?")
    assert "泥火坊" in reply["answer"]
    source = reply["sources"][0]
    assert {name: source[name] for name in ("title", "date", "source", "url")} == {
        name: article[name] for name in ("title", "date", "source", "url")
    }
    [listed] = get(client, "/v1/documents", q="青石镇")["documents"]
    assert listed["file"] == accepted["documents"][0]["name"]
    whole = get(client, f"/v1/documents/{listed['id']}")
    assert (whole["url"], whole["pages"]) == (article["url"], [])


@pytest.mark.parametrize("given", [{}, {"title": ""}, {"title": " 　"}])
@pytest.mark.parametrize("way", ["json", "lines", "file"])
def test_article_without_a_title_is_called_by_how_it_begins(
    client: httpx.Client, way: str, given: dict[str, str]
) -> None:
    beginning = f"{way}渡口重新开放{len(str(given))}"
    article = {**given, "text": f"{beginning}\n渡船每天八班。"}
    line = json.dumps(article, ensure_ascii=False).encode()
    sent = {
        "json": lambda: client.post("/v1/documents", json=[article]),
        "lines": lambda: client.post("/v1/documents", content=line, headers=LINES),
        "file": lambda: client.post("/v1/documents", files=parts({"渡口.jsonl": line})),
    }[way]()
    assert sent.status_code == 202, sent.text
    assert finished(client, sent.json()["job_id"])["files"]["stored"] == 1
    listed = get(client, "/v1/documents", q=beginning)["documents"]
    assert [item["title"] for item in listed] == [beginning]
