"""What all commands have: JSON, clear errors, and answers by the server that is running."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.console import WENBAO, Finished, installed_wenbao, wenbao
from tests.support.environment import environment
from tests.support.running_server import installed_server
from tests.support.workspaces import write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。街道还创作了教育漫画墙。\n",
    "须水.txt": "须水街道\n\n2018年,须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the pages above and nothing else."""
    base = tmp_path_factory.mktemp("console")
    collection = str(write_pages(base / "pages", PAGES))
    finished = wenbao("search", "平台", "--data", base / "data", WENBAO_COLLECTION=collection)
    assert finished.returncode == 0, finished.stderr
    return base / "data"


@pytest.fixture(scope="module")
def served(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The same library in a folder that a server answers from, and the server's address."""
    folder = Path(shutil.copytree(data, tmp_path_factory.mktemp("served") / "data"))
    with installed_server(folder) as url:
        yield folder, url


def read_json(finished: Finished) -> Any:  # noqa: ANN401 - JSON
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def run_on_terminal(*arguments: str | Path) -> str:
    """Run the command on a terminal and return what it shows there."""
    ours, its = pty.openpty()
    command = [WENBAO, *map(str, arguments)]
    with subprocess.Popen(command, stdout=its, stderr=its, env=environment()) as process:
        os.close(its)
        shown = b""
        while piece := read_piece(ours):
            shown += piece
        assert process.wait() == 0, shown
    os.close(ours)
    return shown.decode()


def read_piece(terminal: int) -> bytes:
    """Return what was written to a terminal next; b"" once the other end is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so by an error
        return b""


def test_version_is_printed() -> None:
    assert installed_wenbao("--version").stdout == "wenbao 0.1.0\n"


def test_command_that_does_not_exist_is_refused_with_advice() -> None:
    finished = wenbao("aks", "问")
    assert finished.returncode == 2
    assert "No such command 'aks'" in finished.stderr


@pytest.mark.parametrize("command", ["ask", "search", "timeline"])
@pytest.mark.parametrize("text", ["", " \u3000\n"])
def test_empty_question_is_refused(command: str, text: str, data: Path) -> None:
    finished = wenbao(command, text, "--data", data)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "is empty" in finished.stderr


def test_timeline_of_marks_alone_has_no_entries(data: Path) -> None:
    assert read_json(wenbao("timeline", "，？", "--data", data, "--json"))["entries"] == []


def test_file_that_is_no_archive_is_named_in_one_sentence(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.tar"
    file.write_text("no archive", encoding="utf-8")
    for command, folder in (("restore", tmp_path / "empty"), ("import", data)):
        finished = wenbao(command, file, "--data", folder)
        assert (finished.returncode, finished.stdout) == (2, "")
        [line] = finished.stderr.splitlines()
        assert f"{file} is not a complete file of" in line


def test_running_server_answers_ask_search_and_timeline(served: tuple[Path, str]) -> None:
    folder, url = served
    conversations = httpx.get(f"{url}/v1/conversations", trust_env=False).json()
    before = httpx.get(f"{url}/metrics", trust_env=False).text
    answer = read_json(installed_wenbao("ask", QUESTION, "--json", "--data", folder))
    found = read_json(installed_wenbao("search", "平台", "--json", "--data", folder))
    told = read_json(installed_wenbao("timeline", "须水街道", "--json", "--data", folder))
    assert answer["short_answer"]["text"] == "绿东播报"
    assert found["results"][0]["source"] == "绿东.txt"
    assert [entry["period"] for entry in told["entries"]] == ["2018"]
    after = httpx.get(f"{url}/metrics", trust_env=False).text
    assert count_questions(after) == count_questions(before) + 1
    # A question on the console belongs to no conversation.
    assert httpx.get(f"{url}/v1/conversations", trust_env=False).json() == conversations


def count_questions(metrics: str) -> float:
    """Return how many questions a server has answered."""
    lines = [line for line in metrics.splitlines() if line.startswith("wenbao_questions_total")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def test_filters_reach_the_running_server(served: tuple[Path, str]) -> None:
    given = ("search", "微信", "--source", "须水", "--json", "--data", served[0])
    assert [one["source"] for one in read_json(wenbao(*given))["results"]] == ["须水.txt"]


def test_with_a_server_nothing_is_loaded(served: tuple[Path, str]) -> None:
    program = (
        "import sys; from service.cli import main; sys.argv[0] = 'wenbao'\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'fastapi', 'faiss', 'jieba', 'onnxruntime'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, "ask", QUESTION, "--data", str(served[0])]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert "绿东播报" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_killed_server_is_not_asked(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    with installed_server(folder) as url:
        pass
    (folder / "server.json").write_text(json.dumps({"url": url}), encoding="utf-8")
    assert "绿东播报" in installed_wenbao("ask", QUESTION, "--data", folder).stdout


def test_without_a_server_a_command_loads_nothing_that_only_serves() -> None:
    program = (
        "import sys, service.console.local_replies;"
        "print(sorted({'fastapi', 'starlette', 'uvicorn', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_terminal_is_told_that_the_library_is_loaded_and_a_pipe_is_not(data: Path) -> None:
    shown = run_on_terminal("ask", QUESTION, "--data", data)
    assert "no server is running" in shown
    assert "\x1b[" in shown  # colours
    piped = installed_wenbao("ask", QUESTION, "--data", data)
    assert piped.stderr == ""
    assert "\x1b[" not in piped.stdout


def test_pipe_gets_no_progress_bars(data: Path, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", {"桐柏路.txt": "桐柏路街道\n\n成立了托老中心。\n"})
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    finished = installed_wenbao("index", pages, "--data", folder, "--json")
    assert finished.stderr == ""
    printed = read_json(finished)
    assert printed["job"]["state"] == "done"
    assert [(one["name"], one["state"]) for one in printed["files"]] == [("桐柏路.txt", "stored")]
    assert printed["articles"] == 3


def test_commands_on_the_library_print_json(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    assert read_json(wenbao("verify", "--json", "--data", folder)) == [[]]
    key = read_json(wenbao("key", "add", "编辑", "--role", "editor", "--json", "--data", folder))
    assert key["key"].startswith("wenbao_")
    limited = wenbao(
        "key", "add", "晚报", "--role", "reader", "--collection", "晚报", "--data", folder
    )
    assert "the key 晚报 (reader, only for 晚报)" in limited.stderr
    assert "晚报  reader  only 晚报  created" in wenbao("key", "list", "--data", folder).stdout
    listed, other = read_json(wenbao("key", "list", "--json", "--data", folder))
    assert (listed["collections"], other["collections"]) == ([], ["晚报"])
    assert (listed["name"], listed["role"], listed["revoked_at"]) == ("编辑", "editor", None)
    assert read_json(wenbao("key", "revoke", "编辑", "--json", "--data", folder))["revoked"]
    made = read_json(wenbao("backup", tmp_path / "b.tar", "--json", "--data", folder))
    assert made["articles"] == 2
    again = tmp_path / "again"
    restored = read_json(wenbao("restore", tmp_path / "b.tar", "--json", "--data", again))
    assert restored["moved_aside_to"] is None
    read_json(wenbao("export", tmp_path / "e.tar", "--json", "--data", folder))
    merged = read_json(wenbao("import", tmp_path / "e.tar", "--json", "--data", again))
    assert [one["change"]["unchanged"] for one in merged["files"]] == [1, 1]
    assert read_json(wenbao("reindex", "--full", "--json", "--data", again))["passages"] == 2
    assert read_json(wenbao("rollback", "--json", "--data", again))["index_revision"] > 0


def test_doctor_finds_a_sound_library_sound(served: tuple[Path, str]) -> None:
    folder, url = served
    finished = installed_wenbao("doctor", "--data", folder)
    assert finished.returncode == 0, finished.stdout
    states = {line.split()[0] for line in finished.stdout.splitlines()}
    assert states <= {"ok", "warning"}
    assert f"server: answers at {url}" in finished.stdout
    assert "library: 2 articles in 2 passages" in finished.stdout


def test_doctor_says_what_is_broken_and_what_to_do(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    for manifest in (folder / "index").rglob("*.json"):
        manifest.write_text("{", encoding="utf-8")
    finished = wenbao("doctor", "--json", "--data", folder, WENBAO_ENCODER=str(tmp_path / "none"))
    assert finished.returncode == 1
    findings = {one["name"]: one for one in json.loads(finished.stdout)}
    assert findings["library"]["state"] == "ok"
    assert findings["models"]["state"] == "failed"
    assert "no encoder folder at" in findings["models"]["detail"]
    assert findings["index and a search"]["state"] == "failed"
    exposed = wenbao("doctor", "--data", folder, WENBAO_HOST="0.0.0.0")  # noqa: S104
    assert "create one with `wenbao key add" in exposed.stdout
