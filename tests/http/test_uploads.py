"""Files and articles sent over HTTP: accepted at once, stored on disk, read by a job."""

import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.contract import ask, assert_problem, get
from tests.support.library_client import add, article_ids, finished, parts, upload
from tests.support.paths import SEEDS
from tests.support.running_server import installed_server

STORY = "清泉镇文化站\n\n清泉镇文化站开办了名叫“月牙讲堂”的夜校，每周三晚上开课。\n"
QUESTION = "清泉镇文化站开办的夜校叫什么名字?"
LIMIT_BYTES = 50_000
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    """A client of a server for the uploads of this module only."""
    with (
        installed_server(data, WENBAO_UPLOAD_BYTES=str(LIMIT_BYTES)) as url,
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


def test_file_over_the_limit_is_refused_and_leaves_nothing(
    client: httpx.Client, data: Path
) -> None:
    before = originals(data)
    files = {"小.txt": b"x", "大.txt": b"x" * (LIMIT_BYTES + 1)}
    problem = assert_problem(
        client.post("/v1/documents", files=parts(files)), 413, "file_too_large"
    )
    assert "大.txt" in problem["detail"]
    assert str(LIMIT_BYTES) in problem["detail"]
    assert originals(data) == before
    assert upload(client, {"刚好.bin": b"x" * LIMIT_BYTES})["documents"][0]["name"] == "刚好.bin"


def test_request_over_ten_times_the_limit_is_refused_also_without_a_length(
    client: httpx.Client,
) -> None:
    def chunks() -> Iterator[bytes]:
        for n in range(12):
            disposition = f'form-data; name="f"; filename="{n}.bin"'
            yield f"--x\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
            yield b"x" * (LIMIT_BYTES - 10)
            yield b"\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"".join(chunks())
    for content in (body, chunks()):
        response = client.post("/v1/documents", content=content, headers=headers)
        assert_problem(response, 413, "request_entity_too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_media_types_are_a_415_problem(client: httpx.Client, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = client.post("/v1/documents", content=b"abc", headers=headers)
    assert_problem(response, 415, "unsupported_media_type")


HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("multipart/form-data; boundary=x", b"", "malformed_body"),
        ("multipart/form-data; boundary=x", b"nonsense", "malformed_body"),
        ("multipart/form-data; boundary=x", HEAD + b"abc", "malformed_body"),
        ("multipart/form-data", HEAD + b"abc\r\n--x--\r\n", "malformed_body"),
        (
            "multipart/form-data; boundary=x",
            HEAD.replace(b"filename", b"f") + b"\r\n--x--",
            "no_files",
        ),
        ("application/json", b"", "malformed_json"),
        ("application/json", b"[]", "no_articles"),
        ("application/json", b'{"title": "a"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": " "}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "b", "colour": "red"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "b", "date": "May"}', "invalid_request"),
        ("application/json", b'{"title": "a", "text": "\\ud800"}', "malformed_json"),
        ("application/json", b'{"title": "a", "text": "b", "url": "file:///x"}', "invalid_request"),
        ("application/x-ndjson", b"\n\n", "no_articles"),
        ("application/x-ndjson", b"{\n", "malformed_json"),
    ],
)
def test_empty_or_malformed_body_is_a_problem_and_leaves_nothing(
    client: httpx.Client, data: Path, content_type: str, body: bytes, code: str
) -> None:
    before = originals(data)
    headers = {"Content-Type": content_type}
    status = 400 if code == "malformed_json" else 422
    assert_problem(client.post("/v1/documents", content=body, headers=headers), status, code)
    assert originals(data) == before


def test_bad_line_is_named_by_its_number(client: httpx.Client) -> None:
    body = b'{"title": "a", "text": "b"}\n{"title": "a"}\n'
    response = client.post("/v1/documents", content=body, headers=LINES)
    problem = assert_problem(response, 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["body.line 2.text"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_page_of_another_site_cannot_send_anything(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    response = client.post("/v1/documents", files=parts({"a.txt": "甲"}), headers=headers)
    assert_problem(response, 403, "cross_origin")
    assert_problem(client.post("/v1/reindex", headers=headers), 403, "cross_origin")


def test_upload_of_sixty_megabytes_takes_little_memory(tmp_path: Path) -> None:
    with (
        installed_server(tmp_path) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        ask(client, QUESTION)
        process = process_of(tmp_path)
        (process / "clear_refs").write_text("5")  # reset the peak, see proc(5)
        before = kilobytes(process, "VmHWM")
        upload(client, {"大.bin": b"\x00" * 60_000_000})
        assert kilobytes(process, "VmHWM") - before < 30_000


def process_of(data: Path) -> Path:
    """Return the /proc folder of the server on the folder ``data``."""
    for process in Path("/proc").glob("[0-9]*"):
        command = process / "cmdline"
        if command.exists() and str(data).encode() in command.read_bytes().split(b"\0"):
            return process
    pytest.fail("the server is not among the processes")


def kilobytes(process: Path, name: str) -> int:
    status = (process / "status").read_text(encoding="utf-8")
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_full_disk_is_a_507_problem_and_leaves_nothing(client: httpx.Client, data: Path) -> None:
    before = originals(data)
    pid = int(process_of(data).name)
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (20_000, hard))  # the largest size of any file
    try:
        response = client.post("/v1/documents", files=parts({"大.txt": b"x" * 40_000}))
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    problem = assert_problem(response, 507, "insufficient_storage")
    assert "Make room on the disk" in problem["detail"]
    assert originals(data) == before
    assert upload(client, {"大.bin": b"x" * 40_000})["documents"][0]["state"] == "queued"
