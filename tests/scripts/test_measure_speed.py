"""The script that measures speed and memory."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

QUESTIONS = ROOT / "tests" / "data" / "seed_questions.jsonl"


def measure(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.measure_speed", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_script_prints_speed_and_memory(tmp_path: Path) -> None:
    finished = measure("--questions", str(QUESTIONS), "--data", str(tmp_path / "data"))
    assert finished.returncode == 0, finished.stderr
    figures = {name: re.findall(r"\d[\d.,]*", text) for name, text in lines(finished.stdout)}
    assert list(figures)[:5] == [
        "passages",
        "search",
        "memory",
        "wenbao-static-zh",
        "wenbao-e5-zh",
    ]
    assert int(figures["passages"][0]) > 100
    assert 0 < float(figures["search"][1]) <= float(figures["search"][3].rstrip(","))
    assert 50 < int(figures["memory"][0]) < 2000
    assert int(figures["wenbao-static-zh"][1].replace(",", "")) > 100
    assert 0 < float(figures["wenbao-e5-zh"][0]) < 1000
    assert float(figures["  on 1 cores"][0]) > 1


def lines(text: str) -> list[tuple[str, str]]:
    return [(name, rest) for name, _, rest in (line.partition(": ") for line in text.splitlines())]


def test_missing_question_file_is_named(tmp_path: Path) -> None:
    finished = measure("--questions", str(tmp_path / "none.jsonl"), "--data", str(tmp_path / "d"))
    assert finished.returncode == 1
    assert "none.jsonl" in finished.stderr
