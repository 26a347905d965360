"""How peers are run: requests, replies, failures, and what each offers."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.speed.environments import PEERS, MissingPeerError, PeerSystem, prepare
from scripts.speed.peer_client import call, run_peer
from scripts.speed.peers.protocol import Passage, answer
from tests.support.paths import ROOT

FOLDER = ROOT / "scripts" / "speed" / "peers"
PROGRAM = """
from scripts.speed.peers.protocol import serve
class Exact:
    def load(self, encoder): print("loading", encoder)
    def index(self, passages, folder): self.texts = {each.id: each.text for each in passages}
    def search(self, query, limit): return [key for key in self.texts if query in self.texts[key]]
serve(Exact())
"""


class Exact:
    """Finds passages that contain the query."""

    def load(self, encoder: str) -> None:
        self.encoder = encoder

    def index(self, passages: list[Passage], folder: str) -> None:
        self.texts = {passage.id: passage.text for passage in passages}

    def search(self, query: str, limit: int) -> list[str]:
        return [key for key, text in self.texts.items() if query in text][:limit]


def write_two(folder: Path) -> Path:
    rows = ({"id": "a#0", "text": "高速公路通车。"}, {"id": "b#0", "text": "图书馆开馆。"})
    path = folder / "passages.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_request_is_done_and_measured(tmp_path: Path) -> None:
    peer = Exact()
    index = {"call": "index", "passages": str(write_two(tmp_path)), "folder": str(tmp_path)}
    indexed = answer(peer, index)
    assert indexed["seconds"] >= 0
    assert indexed["cpu_seconds"] >= 0
    assert indexed["peak_bytes"] > 1_000_000
    found = answer(peer, {"call": "search", "query": "图书馆", "limit": 5})
    assert found["result"] == ["b#0"]


def test_what_a_library_raises_is_the_reply() -> None:
    failed = answer(Exact(), {"call": "search", "query": "图书馆", "limit": 5})
    assert failed == {"error": "AttributeError: 'Exact' object has no attribute 'texts'"}


def test_an_unknown_call_is_refused() -> None:
    error = answer(Exact(), {"call": "delete"})["error"]
    assert error == "ValueError: expected load, index or search, got 'delete'"


def test_a_program_answers_line_by_line_whatever_it_prints(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        call(process, "Exact", {"call": "load", "encoder": "model"})
        passages = str(write_two(tmp_path))
        call(process, "Exact", {"call": "index", "passages": passages, "folder": str(tmp_path)})
        found = call(process, "Exact", {"call": "search", "query": "公路", "limit": 5})
        with pytest.raises(MissingPeerError, match="Exact: `stop` failed: ValueError"):
            call(process, "Exact", {"call": "stop"})
        assert process.stdin is not None
        process.stdin.close()
    assert found.result == ("a#0",)


def test_a_peer_that_is_not_installed_is_named(tmp_path: Path) -> None:
    system = PeerSystem("chroma", "Chroma", ())
    missing = pytest.raises(MissingPeerError, match=r"Chroma has ended (during|before) `load`")
    with missing, run_peer(system, Path(sys.executable), tmp_path, tmp_path):
        pytest.fail("it runs without its libraries")
    assert "chromadb" in (tmp_path / "chroma.log").read_text(encoding="utf-8")


def test_an_environment_is_made_once(tmp_path: Path) -> None:
    reports: list[str] = []
    system = PeerSystem("nothing", "Nothing", ())
    (tmp_path / "nothing").mkdir()
    done = tmp_path / "nothing" / "requirements.sha256"
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    done.write_text(empty, encoding="ascii")
    python = prepare(system, tmp_path, reports.append)
    assert python.parent.parent == tmp_path / "nothing"
    assert reports == []


def test_every_peer_has_a_program_and_exact_versions() -> None:
    programs = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "protocol", "words"}
    assert programs == {system.name for system in PEERS}
    assert all("==" in each for system in PEERS for each in system.requirements)
    assert all("torch==2.13.0" in system.requirements for system in PEERS)


def test_nothing_imports_a_peers_program() -> None:
    names = {f"scripts.speed.peers.{system.name}" for system in PEERS}
    imported = {
        node.module
        for folder in ("scripts", "service", "embeddings", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert imported & names == set()
    assert "scripts.speed.peers.protocol" in imported
