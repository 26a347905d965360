"""Jobs over HTTP: listed, followed, cancelled, retried; articles changed and deleted."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.console import WENBAO, wenbao
from tests.support.contract import ask, assert_problem, get
from tests.support.environment import environment
from tests.support.library_client import add, article_ids, finished, follow, upload
from tests.support.patience import crowding
from tests.support.running_server import running_server

STORY = "桃源县图书馆\n\n桃源县图书馆的通宵自习室取名“守夜灯”，全年不关门。\n"
QUESTION = "桃源县图书馆的通宵自习室叫什么名字?"
ANSWER = "守夜灯"
STOP_SECONDS = 20
READY_SECONDS = 5


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    """A client of a server whose library these tests change."""
    with (
        running_server(data) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def test_job_reports_its_progress_and_its_outcome(client: httpx.Client) -> None:
    job_id = upload(client, {"灯.txt": STORY, "空.txt": ""})["job_id"]
    events = follow(client, job_id)
    assert [name for name, _ in events[-2:]] == ["progress", "final"]
    last = events[-1][1]
    assert last == get(client, f"/v1/jobs/{job_id}")
    assert (last["kind"], last["state"], last["searchable"]) == ("add", "done", 1)
    files = {name: n for name, n in last["files"].items() if n}
    assert files == {"total": 2, "done": 2, "stored": 1, "failed": 1}
    assert last["created_at"] <= last["started_at"] <= last["finished_at"]
    assert last["eta_s"] is None


def test_events_of_a_finished_job_end_at_once(client: httpx.Client) -> None:
    job = get(client, "/v1/jobs", limit=1)["jobs"][0]
    finished(client, job["id"])
    assert [name for name, _ in follow(client, job["id"])] == ["progress", "final"]


def test_job_of_another_process_can_be_followed(client: httpx.Client, data: Path) -> None:
    pages = data.parent / "another.txt"
    pages.write_text("芦苇荡\n\n芦苇荡里有一座渔歌亭。\n", encoding="utf-8")
    assert wenbao("index", pages, "--data", data).returncode == 0
    job = get(client, "/v1/jobs", limit=1)["jobs"][0]
    assert (job["state"], job["files"]["stored"]) == ("done", 1)
    assert len(article_ids(client, "another.txt")) == 1


def test_jobs_are_paged_newest_first(client: httpx.Client) -> None:
    for n in range(3):
        add(client, {f"页{n}.txt": f"第{n}页\n\n这是第{n}页的内容。\n"})
    everything = [job["id"] for job in get(client, "/v1/jobs", limit=200)["jobs"]]
    paged: list[str] = []
    cursor: int | None = 2**62
    while cursor is not None:
        page = get(client, "/v1/jobs", limit=2, cursor=cursor)
        paged += [job["id"] for job in page["jobs"]]
        cursor = page["next_cursor"]
    assert paged == everything
    times = [job["created_at"] for job in get(client, "/v1/jobs", limit=200)["jobs"]]
    assert times == sorted(times, reverse=True)


def test_files_of_a_job_are_paged_and_chosen_by_state(client: httpx.Client) -> None:
    job_id = upload(client, {"一.txt": "", "二.txt": "二\n\n第二份。\n", "三.txt": ""})["job_id"]
    finished(client, job_id)
    first = get(client, f"/v1/jobs/{job_id}/files", limit=2)
    assert [(file["n"], file["name"]) for file in first["files"]] == [(0, "一.txt"), (1, "二.txt")]
    rest = get(client, f"/v1/jobs/{job_id}/files", limit=2, cursor=first["next_cursor"])
    assert [file["name"] for file in rest["files"]] == ["三.txt"]
    assert rest["next_cursor"] is None
    failed = get(client, f"/v1/jobs/{job_id}/files", state="failed")["files"]
    assert [item["n"] for item in failed] == [0, 2]
    assert all("Give a file with text in it" in item["reason"] for item in failed)


def test_job_tells_what_each_file_contains(client: httpx.Client) -> None:
    page = "# 防汛物资\n\n各村储备如下。\n\n|村|编织袋|\n|-|-|\n|石桥|六百条|\n|下洼|八百条|\n"
    job_id = upload(client, {"物资.md": page, "缺.txt": ""})["job_id"]
    job = finished(client, job_id)
    stored, failed = get(client, f"/v1/jobs/{job_id}/files")["files"]
    text = "各村储备如下。\n村:石桥;编织袋:六百条\n村:下洼;编织袋:八百条"
    counts = {"articles": 1, "characters": len(text), "tables": 1, "pages": 0}
    assert {name: stored[name] for name in counts} == counts
    assert {name: failed[name] for name in counts} == dict.fromkeys(counts, 0)
    assert (failed["retryable"], job["retryable"]) == (False, 0)


def test_failed_files_are_tried_again_as_a_new_job(client: httpx.Client) -> None:
    job_id = upload(client, {"又.txt": "", "行.txt": "行\n\n这份读得出来。\n"})["job_id"]
    finished(client, job_id)
    response = client.post(f"/v1/jobs/{job_id}/retry")
    assert response.status_code == 202
    again = finished(client, response.json()["job_id"])
    assert (again["files"]["total"], again["files"]["failed"]) == (1, 1)


def test_job_without_failures_has_nothing_to_retry(client: httpx.Client) -> None:
    job_id = upload(client, {"好.txt": "好\n\n都好。\n"})["job_id"]
    finished(client, job_id)
    assert_problem(client.post(f"/v1/jobs/{job_id}/retry"), 409, "nothing_to_retry")


def test_cancelled_job_leaves_its_files_to_a_retry(client: httpx.Client) -> None:
    files = {f"长{n}.txt": f"第{n}篇\n\n" + f"第{n}篇的一段话。\n" * 400 for n in range(60)}
    job_id = upload(client, files)["job_id"]
    response = client.delete(f"/v1/jobs/{job_id}")
    assert response.status_code == 202
    job = finished(client, job_id)
    assert job["state"] == "cancelled"
    assert job["files"]["cancelled"] > 0
    assert job["retryable"] == job["files"]["cancelled"]
    again = client.post(f"/v1/jobs/{job_id}/retry").json()["job_id"]
    retried = finished(client, again)
    assert retried["files"]["total"] == job["files"]["cancelled"]
    assert retried["files"]["cancelled"] == retried["files"]["failed"] == 0
    assert client.delete(f"/v1/jobs/{again}").json()["state"] == "done"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/jobs/0"),
        ("GET", "/v1/jobs/0/files"),
        ("GET", "/v1/jobs/0/events"),
        ("DELETE", "/v1/jobs/0"),
        ("POST", "/v1/jobs/0/retry"),
    ],
)
def test_unknown_job_is_a_404_problem(client: httpx.Client, method: str, path: str) -> None:
    assert_problem(client.request(method, path), 404, "no_such_job")


def test_rollback_needs_an_index_to_go_back_to(client: httpx.Client) -> None:
    assert_problem(client.post("/v1/rollback"), 409, "no_previous_index")
    full = client.post("/v1/reindex", json={"full": True})
    assert full.status_code == 202
    assert finished(client, full.json()["job_id"])["kind"] == "reindex"
    assert client.post("/v1/rollback").json()["encoder"] == "wenbao-static-zh"
    assert ask(client)["answered"] is True


def test_refresh_is_a_job_too(client: httpx.Client) -> None:
    response = client.post("/v1/reindex")
    assert response.status_code == 202
    assert finished(client, response.json()["job_id"])["state"] == "done"
    assert_problem(client.post("/v1/reindex", json={"all": True}), 422, "invalid_request")


def test_deleted_article_is_in_no_answer_from_the_reply_on(
    client: httpx.Client, data: Path
) -> None:
    add(client, {"自习室.txt": STORY.replace("桃源", "柳林")})
    question, mentions = QUESTION.replace("桃源", "柳林"), "/v1/mentions"
    assert ANSWER in ask(client, question)["answer"]
    [article] = article_ids(client, "自习室.txt")
    assert get(client, mentions, q="柳林县")["total"] == 1
    before = len(list((data / "originals").iterdir()))
    assert client.delete(f"/v1/documents/{article}").status_code == 204
    reply = ask(client, question, top_k=50)
    found = client.post("/v1/search", json={"query": question, "top_k": 50}).json()
    listed = get(client, mentions, q="柳林县")
    for sources in (reply["sources"], found["results"], listed["articles"]):
        assert article not in {source["article_id"] for source in sources}
    assert listed["total"] == 0
    assert "柳林" not in reply["answer"]
    assert_problem(client.get(f"/v1/documents/{article}"), 404, "no_such_document")
    assert_problem(client.get(f"/v1/documents/{article}/original"), 404, "no_such_document")
    assert_problem(client.delete(f"/v1/documents/{article}"), 404, "no_such_document")
    assert len(list((data / "originals").iterdir())) == before  # until the undo period is over


def test_changed_article_is_answered_from(client: httpx.Client) -> None:
    add(client, {"书院.txt": "书院\n\n白鹭书院的院长是林远山。\n"})
    [article] = article_ids(client, "书院.txt")
    before = get(client, f"/v1/documents/{article}")
    change = {"title": "白鹭书院", "text": "白鹭书院的院长是\r\n\r\n  赵清和。", "date": "2024-05"}
    response = client.put(f"/v1/documents/{article}", json=change)
    assert response.status_code == 200
    after = response.json()
    assert after == get(client, f"/v1/documents/{article}")
    assert (after["title"], after["date"]) == ("白鹭书院", "2024-05")
    assert after["text"] == "白鹭书院的院长是\n赵清和。"
    assert after["changed_at"] > before["changed_at"]
    assert (after["id"], after["file"]) == (article, "书院.txt")
    assert client.put(f"/v1/documents/{article}", json={}).json()["text"] == after["text"]
    long = client.put(f"/v1/documents/{article}", json={"text": "白鹭书院。" * 40_000})
    assert long.json()["characters"] == 200_000


def test_unknown_or_bad_change_is_a_problem(client: httpx.Client) -> None:
    unknown = client.put("/v1/documents/" + "0" * 16, json={"title": "甲"})
    assert_problem(unknown, 404, "no_such_document")
    [article] = article_ids(client, "another.txt") or article_ids(client, "好.txt")
    for change in ({"title": ""}, {"text": "\n"}, {"colour": "red"}, {"url": "javascript:x"}):
        response = client.put(f"/v1/documents/{article}", json=change)
        assert_problem(response, 422, "invalid_request")


def test_list_shows_what_changed_last(client: httpx.Client) -> None:
    add(client, {"最新.txt": "最新\n\n刚刚收录的一篇。\n"})
    listed = get(client, "/v1/documents", sort="changed", limit=200)["documents"]
    assert listed[0]["file"] == "最新.txt"
    times = [item["changed_at"] for item in listed]
    assert times == sorted(times, reverse=True)
    paged, cursor = [], ""
    while cursor is not None:
        page = get(client, "/v1/documents", sort="changed", limit=3, cursor=cursor)
        paged += page["documents"]
        cursor = page["next_cursor"]
    assert paged == listed


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_server_exits_at_once_and_resumes_the_job_later(
    tmp_path: Path, how: signal.Signals
) -> None:
    files = {f"{n}.txt": f"第{n}篇\n\n" + f"第{n}篇的一段话。\n" * 500 for n in range(40)}
    command = [WENBAO, "serve", "--port", "0", "--data", str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment()
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            job_id = upload(client, files)["job_id"]
            while get(client, f"/v1/jobs/{job_id}")["state"] == "queued":
                pass
        start = time.monotonic()
        os.kill(process.pid, how)
        process.wait(STOP_SECONDS)
        assert time.monotonic() - start < STOP_SECONDS
    start = time.monotonic()
    with (
        running_server(tmp_path) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        assert ask(client)["answered"]
        assert time.monotonic() - start < READY_SECONDS * crowding()
        job = finished(client, job_id)
        known = job["files"]["stored"] + job["files"]["unchanged"]  # stored, but not yet noted
        assert (job["state"], known) == ("done", 40)
