"""The examples of the documentation do what they say."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.contract import get
from tests.support.environment import environment
from tests.support.paths import ROOT
from tests.support.running_server import running_server

MANUAL = ("service/web/README.md", "From your programs")
SHORT = (("README.md", "From your programs"), ("README.zh-CN.md", "在程序里使用"))
OWN_FILES = (("README.md", "Your own files"), ("README.zh-CN.md", "换成自己的文件"))
MODEL_CARD = "embeddings/models/wenbao-static-zh/README.md"
ADDRESS = "http://127.0.0.1:8000"
ANSWER = "绿东播报"
CHIEF = "黄钊"
FILES = {
    "报道.txt": "码头开港\n\n本报讯 城南码头5月6日正式开港,首日停靠货船三艘。\n",
    "通讯.txt": "灯塔故事\n\n守塔人说起灯塔的四十年。\n",
}
Section = tuple[str, str]
in_short = pytest.mark.parametrize("section", SHORT)


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


def block(section: Section, language: str) -> str:
    """Return the one block in a language that a section of a document has."""
    name, title = section
    text = (ROOT / name).read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
    [found] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return str(found)


def example(section: Section, language: str, url: str) -> str:
    """Return a block with the address of the running server."""
    found = block(section, language)
    assert ADDRESS in found
    return found.replace(ADDRESS, url)


def printed(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**variables),
        timeout=120,
        check=True,
    )
    return done.stdout


def titles(url: str, words: str) -> list[str]:
    with httpx.Client(base_url=url, trust_env=False) as client:
        return [
            document["title"] for document in get(client, "/v1/documents", q=words)["documents"]
        ]


def test_curl(url: str, folder: Path) -> None:
    out = printed(["bash", "-euo", "pipefail", "-c", example(MANUAL, "sh", url)], folder)
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


def test_python(url: str, folder: Path) -> None:
    answer, quote, *passages, job, refusal = printed(
        [sys.executable, "-c", example(MANUAL, "python", url)], folder
    ).splitlines()
    assert ANSWER in answer
    assert CHIEF in quote
    assert passages
    assert job.startswith("done {")
    assert refusal.startswith("404 no_such_document ")
    assert titles(url, "灯塔故事") == ["灯塔故事"]


def test_javascript_in_a_browser(url: str, page: Page) -> None:
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text) if line.type == "log" else None)
    expect(page.locator("#collection")).to_contain_text("篇文章")
    page.evaluate(f"async () => {{ {example(MANUAL, 'js', url)} }}")
    answer, quote, found, job = lines
    assert ANSWER in answer
    assert CHIEF in quote
    assert found.startswith("[")
    assert job.startswith("done ")
    assert "灯塔重新亮灯" in titles(url, "灯塔")


@in_short
def test_curl_of_the_readmes(section: Section, url: str, folder: Path) -> None:
    assert ANSWER in printed(["bash", "-euc", example(section, "sh", url)], folder)


@in_short
def test_python_of_the_readmes(section: Section, url: str, folder: Path) -> None:
    [line] = printed([sys.executable, "-c", example(section, "python", url)], folder).splitlines()
    assert ANSWER in line


@pytest.mark.parametrize("section", OWN_FILES)
def test_own_files_in_three_steps(section: Section, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in FILES.items():
        (articles / name).write_text(text, encoding="utf-8")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    *steps, serve = block(section, "sh").splitlines()
    out = printed(["bash", "-euc", "\n".join(steps)], tmp_path, HOME=str(tmp_path))
    assert "城南码头5月6日正式开港" in out
    assert shlex.split(serve, comments=True)[1:] == ["serve"]
    with running_server(tmp_path / "my-data") as served:
        assert sorted(titles(served, "")) == ["灯塔故事", "码头开港"]


@pytest.mark.slow
def test_model_card_gives_the_same_vectors_in_two_ways(tmp_path: Path) -> None:
    card = (ROOT / MODEL_CARD).read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
    ours, theirs = code.split("\n\n")[:2], code.split("\n\n")[2:]
    compared = ["one = vectors", *theirs, "print(abs(one - vectors).max())"]
    code = "\n\n".join([*ours, *compared]).replace(
        "embeddings/models", str(ROOT / "embeddings/models")
    )
    assert float(printed([sys.executable, "-c", code], tmp_path)) < 1e-5
