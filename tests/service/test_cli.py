"""The console command as a user runs it: output and exit code."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.console import Finished, installed_wenbao, wenbao
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。街道还创作了教育漫画墙。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
ITEM = {
    "id": "1",
    "kind": "name",
    "question": QUESTION,
    "answers": ["绿东播报"],
    "source": "绿东.txt",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the pages above and nothing else."""
    base = tmp_path_factory.mktemp("cli")
    write_pages(base / "pages", PAGES)
    finished = wenbao(
        "search", "平台", "--data", base / "data", WENBAO_COLLECTION=str(base / "pages")
    )
    assert finished.returncode == 0, finished.stderr
    return base / "data"


def assert_refused(finished: Finished, *said: str) -> None:
    """Assert that the command failed with one line that contains all of ``said``, no traceback."""
    assert finished.returncode == 2, finished.stderr
    assert finished.stdout == ""
    lines = [line for line in finished.stderr.splitlines() if line]
    assert len(lines) == 1, finished.stderr
    assert lines[0].startswith("wenbao: ")
    for part in said:
        assert part in lines[0]


def test_serve_explains_its_options() -> None:
    finished = installed_wenbao("serve", "--help")
    assert finished.returncode == 0
    for part in ("--host", "--port", "--data", "WENBAO_PORT"):
        assert part in finished.stdout


def test_help_lists_every_command() -> None:
    finished = installed_wenbao("--help")
    assert finished.returncode == 0
    for command in ("serve", "index", "ask", "search", "eval"):
        assert f" {command} " in finished.stdout


def test_index_adds_good_files_names_bad_ones_and_says_so_in_its_exit_code(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    (pages / "坏.txt").write_bytes(b"\x00\x01" * 50)
    (pages / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftyp")
    (tmp_path / "none").mkdir()
    nothing = {"WENBAO_COLLECTION": str(tmp_path / "none")}
    given = (pages, pages / "film.mp4", "--data", tmp_path / "data")
    finished = installed_wenbao("index", *given, **nothing)
    assert finished.returncode == 1
    assert "files: 2 stored, 2 failed" in finished.stdout
    assert "the library holds 2 articles in 2 passages" in finished.stdout
    assert "not indexed: 坏.txt: this is not a text file" in finished.stderr
    assert "not indexed: film.mp4: files of type '.mp4' cannot be read" in finished.stderr
    (pages / "坏.txt").unlink()
    again = wenbao("index", pages, "--data", tmp_path / "data", **nothing)
    assert (again.returncode, again.stderr.count("not indexed")) == (0, 0)
    assert "files: 2 unchanged\n" in again.stdout


def test_ask_prints_the_quote_its_confidence_and_its_source(data: Path) -> None:
    finished = installed_wenbao("ask", QUESTION, "--data", data)
    assert finished.returncode == 0
    assert "绿东村街道开通了“绿东播报”微信公共平台。" in finished.stdout
    assert "confidence " in finished.stdout
    assert "[1] 绿东村街道 (绿东.txt)" in finished.stdout


def test_commands_started_together_on_a_fresh_folder_all_answer(tmp_path: Path) -> None:
    collection = str(write_pages(tmp_path / "pages", PAGES))

    def ask(_: int) -> Finished:
        given = ("ask", QUESTION, "--data", tmp_path / "data")
        return installed_wenbao(*given, WENBAO_COLLECTION=collection)

    with ThreadPoolExecutor(3) as pool:
        finished = list(pool.map(ask, range(3)))
    assert [item.returncode for item in finished] == [0, 0, 0], [item.stderr for item in finished]
    assert [("绿东播报" in item.stdout) for item in finished] == [True, True, True]


def test_running_server_answers_from_a_file_that_is_added_meanwhile(tmp_path: Path) -> None:
    start, more = write_pages(tmp_path / "start", PAGES), tmp_path / "more"
    write_pages(more, {"桐柏路.txt": "桐柏路街道\n\n晶华城社区成立了托老服务中心。\n"})
    body = {"question": "哪个社区成立了托老服务中心?"}
    with running_server(tmp_path / "data", WENBAO_COLLECTION=str(start)) as url:
        before = httpx.post(f"{url}/v1/ask", json=body, timeout=60, trust_env=False).json()
        assert wenbao("index", more, "--data", tmp_path / "data").returncode == 0
        after = httpx.post(f"{url}/v1/ask", json=body, timeout=60, trust_env=False).json()
    assert "晶华城社区" not in before["answer"]
    assert "晶华城社区" in after["answer"]
    assert after["index_revision"] > before["index_revision"]


def test_ask_declines_what_the_collection_does_not_say(data: Path) -> None:
    finished = wenbao("ask", "红烧肉怎么做?", "--data", data)
    assert finished.returncode == 0
    assert finished.stdout.startswith("No answer found (")
    assert "Possibly related:" in finished.stdout


def test_question_that_is_not_utf8_is_refused_without_a_traceback(data: Path) -> None:
    finished = installed_wenbao("ask", "\udcb1\udca8", "--data", data)
    assert (finished.returncode, finished.stderr.count("is not UTF-8 text")) == (2, 1)


def test_search_prints_passages_with_their_scores(data: Path) -> None:
    finished = wenbao("search", "欣欣须水", "--limit", "1", "--data", data)
    assert finished.returncode == 0
    assert "[1] 须水街道 (须水.txt)" in finished.stdout
    assert "terms " in finished.stdout
    assert "[2]" not in finished.stdout


def test_eval_prints_the_figures(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(ITEM), encoding="utf-8")
    finished = wenbao("eval", path, "--data", data)
    assert finished.returncode == 0
    row = next(line for line in finished.stdout.splitlines() if "all answerable" in line)
    assert row.split("│")[2:7] == [" 1     ", " 1        ", " 1.000  ", " 1.000    ", " 1.000     "]


def test_eval_prints_all_figures_as_json(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(ITEM), encoding="utf-8")
    finished = wenbao("eval", path, "--data", data, "--json")
    assert finished.returncode == 0
    printed = json.loads(finished.stdout)
    assert printed["total"]["answer_accuracy"] == 1.0
    assert {level["strictness"] for level in printed["levels"]} == {"strict", "balanced", "lenient"}
    assert printed["calibration"]["bins"][0]["right"] == 1.0
    assert printed["outcomes"][0]["item"]["id"] == ITEM["id"]


def test_eval_names_a_bad_line(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(ITEM) + '\n{"id": 2}\n', encoding="utf-8")
    assert_refused(wenbao("eval", path, "--data", data), str(path), "line 2 must be")


def test_eval_of_a_missing_file_is_refused(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "missing.jsonl"
    assert_refused(wenbao("eval", path, "--data", data), str(path), "cannot be read")


def test_index_of_a_missing_file_is_refused(data: Path, tmp_path: Path) -> None:
    finished = wenbao("index", tmp_path / "missing.txt", "--data", data)
    assert finished.returncode == 2
    assert "there is no such file or folder" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENBAO_PORT", "abc"),
        ("WENBAO_STRICTNESS", "severe"),
        ("WENBAO_PASSAGE_MAXIMUM", "5"),
        ("WENBAO_PASSAGE_OVERLAP", "200"),
    ],
)
def test_bad_setting_is_named_in_one_sentence(data: Path, name: str, value: str) -> None:
    assert_refused(wenbao("ask", QUESTION, "--data", data, **{name: value}), name, value)


def test_missing_user_word_list_is_reported_in_one_sentence(data: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    finished = wenbao("ask", QUESTION, "--data", data, WENBAO_USER_WORDS=missing)
    assert_refused(finished, missing, "the user word list must be a UTF-8 text file")


def test_missing_collection_is_reported_in_one_sentence(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    finished = wenbao("ask", QUESTION, "--data", tmp_path / "data", WENBAO_COLLECTION=missing)
    assert_refused(finished, missing, "there is no such file or folder")


def test_data_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    assert_refused(wenbao("ask", QUESTION, "--data", tmp_path / "data"), str(tmp_path / "data"))


def test_library_that_is_not_a_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_text("这不是数据库。" * 200, encoding="utf-8")
    finished = wenbao("ask", QUESTION, "--data", tmp_path)
    assert_refused(finished, str(path), "cannot be opened as a library")


def test_unknown_command_is_refused() -> None:
    finished = installed_wenbao("fly")
    assert finished.returncode == 2
    assert "fly" in finished.stderr
