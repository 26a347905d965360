"""The examples for programs in both READMEs do what they say."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.console import environment
from tests.support.contract import get
from tests.support.paths import ROOT
from tests.support.running_server import running_server

SECTIONS = {"README.md": "Use it from your programs", "README.zh-CN.md": "在自己的程序里使用"}
ADDRESS = "http://127.0.0.1:8000"
ANSWER = "绿东播报"
CHIEF = "黄钊"
FILES = {
    "报道.txt": "码头开港\n\n本报讯 城南码头昨日开港。\n",
    "通讯.txt": "灯塔故事\n\n守塔人说起灯塔的四十年。\n",
}
readmes = pytest.mark.parametrize("name", SECTIONS)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("readme")) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files lie that the examples send."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def example(name: str, language: str, url: str) -> str:
    """Return the one block in a language, with the address of the running server."""
    readme = (ROOT / name).read_text(encoding="utf-8")
    section = readme.split(f"\n## {SECTIONS[name]}\n")[1].split("\n## ")[0]
    [block] = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert ADDRESS in block
    return str(block).replace(ADDRESS, url)


def printed(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=120,
        check=True,
    )
    return done.stdout


def titles(url: str, words: str) -> list[str]:
    with httpx.Client(base_url=url, trust_env=False) as client:
        return [one["title"] for one in get(client, "/v1/documents", q=words)["documents"]]


@readmes
def test_curl(name: str, url: str, folder: Path) -> None:
    out = printed(["bash", "-euo", "pipefail", "-c", example(name, "sh", url)], folder)
    ask, _, rest = out.partition("event: sources\n")
    stream, _, rest = rest.partition('{"results":')
    search, _, rest = rest.partition("event: ")
    job, _, rest = rest.partition('{"documents":')
    assert ANSWER in ask
    assert CHIEF in stream
    assert stream.count("event: final\n") == 1
    assert search.count('"passage_id"') == 3
    assert '"state":"done"' in job.split("event: final\n")[-1]
    assert "惠济区" in rest
    assert re.findall(r'"line":(\d+)', rest) == ["1", "2"]
    assert titles(url, "码头") == ["码头开港"]


@readmes
def test_python(name: str, url: str, folder: Path) -> None:
    answer, quote, *passages, job = printed(
        [sys.executable, "-c", example(name, "python", url)], folder
    ).splitlines()
    assert ANSWER in answer
    assert CHIEF in quote
    assert passages
    assert job.startswith("done {")
    assert titles(url, "灯塔故事") == ["灯塔故事"]


@readmes
def test_javascript_in_a_browser(name: str, url: str, page: Page) -> None:
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    expect(page.locator("#collection")).to_contain_text("篇文章")
    page.evaluate(f"async () => {{ {example(name, 'js', url)} }}")
    answer, quote, found, job = lines
    assert ANSWER in answer
    assert CHIEF in quote
    assert found.startswith("[")
    assert job.startswith("done ")
    assert "灯塔重新亮灯" in titles(url, "灯塔")
