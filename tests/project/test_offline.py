"""The default installation needs no network and no model library."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.environment import environment
from tests.support.no_network import CUT
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SUPPORT = ROOT / "tests" / "support"
CACHES = ("HF_HOME", "HF_HUB_CACHE", "TRANSFORMERS_CACHE", "SENTENCE_TRANSFORMERS_HOME")


def run_cut_off(script: Path, *arguments: Path, empty: Path) -> subprocess.CompletedProcess[str]:
    """Run a script without a network, with every model cache in the folder ``empty``."""
    settings = {name: str(empty) for name in CACHES} | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, str(SUPPORT / "no_network.py"), str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**settings),
        timeout=300,
        check=False,
    )


def do_main_job(base: Path) -> dict[str, Any]:
    empty = base / "caches"
    empty.mkdir(exist_ok=True)
    finished = run_cut_off(SUPPORT / "main_job.py", base / "data", empty=empty)
    assert finished.returncode == 0, finished.stderr
    assert list(empty.iterdir()) == []
    report: dict[str, Any] = json.loads(finished.stdout)
    return report


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offline")


@pytest.fixture(scope="module")
def first_run(base: Path) -> dict[str, Any]:
    return do_main_job(base)


@pytest.fixture(scope="module")
def second_run(base: Path, first_run: dict[str, Any]) -> dict[str, Any]:
    assert first_run["indexed"] > 0
    return do_main_job(base)


def test_indexing_asking_and_serving_work_without_a_network(first_run: dict[str, Any]) -> None:
    assert first_run["indexed"] > 100
    assert "绿东播报" in first_run["answer"]
    assert first_run["http"] == first_run["answer"]


def test_default_path_imports_no_model_library(first_run: dict[str, Any]) -> None:
    assert first_run["heavy"] == []


def test_existing_index_is_opened_without_indexing_or_a_model_library(
    first_run: dict[str, Any], second_run: dict[str, Any]
) -> None:
    assert (second_run["indexed"], second_run["heavy"]) == (0, [])
    assert second_run["answer"] == first_run["answer"]


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('example.org', 80), 1)",
        "import socket; socket.socket().connect(('192.0.2.1', 80))",
        "import httpx; httpx.get('http://192.0.2.1/', trust_env=False)",
        "import socket; socket.gethostbyname('example.org')",
    ],
)
def test_network_is_really_cut_off(tmp_path: Path, attempt: str) -> None:
    script = tmp_path / "attempt.py"
    script.write_text(f"try:\n    {attempt}\nexcept Exception:\n    pass\n", encoding="utf-8")
    finished = run_cut_off(script, empty=tmp_path)
    assert finished.returncode == CUT
    assert "the network was used" in finished.stderr
