"""The script that measures the detection of reprints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.slow


def measure(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.measure_reprints", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def story(number: int) -> str:
    hills, rivers = 0x4E00 + number * 97, 0x5200 + number * 31
    sentences = [
        f"青石县第{number * 7 + line}号项目由第{number * 11 + line}施工队负责,"
        f"地点在{chr(hills + line * 13)}山{chr(rivers + line * 17)}河旁,"
        f"计划投资{number * 137 + line * 59}万元。"
        for line in range(12)
    ]
    return "".join(sentences)


def test_pairs_are_linked_and_edits_are_reported_by_kind(tmp_path: Path) -> None:
    stories = [story(number) for number in range(1, 7)]
    texts = [*stories, "本报讯 " + stories[0]]
    lines = [json.dumps({"b": text}, ensure_ascii=False) for text in texts]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    finished = measure("--field", "b", "--show", "1", "--sample", "5", str(file))
    assert finished.returncode == 0, finished.stderr
    assert "7 articles of" in finished.stdout
    assert "1 pairs linked" in finished.stdout
    assert f"{stories[0]}\n~ 本报讯 {stories[0]}" in finished.stdout
    rows = [
        line.strip("| ").split(" | ") for line in finished.stdout.splitlines() if line[0:1] == "|"
    ]
    linked = {row[0]: row[-1] for row in rows if row[1:] and row[1].endswith("or more")}
    assert linked["another headline"] == linked["a fifth left out"] == "1.000"
    assert linked["other story: other numbers"] == "0.000"


def test_malformed_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"title": "没有正文"}', encoding="utf-8")
    finished = measure(str(file))
    assert finished.returncode == 1
    assert "expected JSON lines" in finished.stderr
    assert "Traceback" not in finished.stderr
