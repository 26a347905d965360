"""The script that measures how often sentences are called supported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.index.analyzer import Analyzer
from scripts.measure_support import statement
from service.workspace.workspace import Workspace
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

STREETS = {"长兴路": ("86", "李建国"), "桐柏路": ("11", "王志强"), "棉纺路": ("254", "赵卫东")}


def measure(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.measure_support", "--bench-dir", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def write_bench(folder: Path) -> None:
    corpus, queries, qrels = [], [], []
    for street, (count, head) in STREETS.items():
        text = f"{street}街道共有党组织{count}个。{street}街道党工委书记由{head}担任。"
        corpus.append({"id": street, "title": street, "text": text})
        for kind, question, answer in (
            ("n", f"{street}街道共有党组织多少个?", f"{count}个"),
            ("p", f"{street}街道党工委书记由谁担任?", head),
        ):
            queries.append({"id": street + kind, "text": question, "answers": [answer]})
            qrels.append({"query": street + kind, "doc": street})
    for part, rows in (("corpus", corpus), ("queries", queries), ("qrels", qrels)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"tiny.{part}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_shares_are_reported_by_kind(tmp_path: Path) -> None:
    write_bench(tmp_path)
    finished = measure(tmp_path)
    assert finished.returncode == 0, finished.stderr
    shares = dict(line.strip("| ").split(" | ")[::2] for line in finished.stdout.splitlines()[2:])
    assert shares["right"] == "1.000"
    assert shares["other document"] == "0.000"
    assert {kind: share for kind, share in shares.items() if kind.startswith("wrong")} == {
        "wrong words": "0.000",
        "wrong number": "0.000",
    }


def test_folder_without_a_benchmark_is_refused_in_one_sentence(tmp_path: Path) -> None:
    finished = measure(tmp_path)
    assert finished.returncode == 1
    assert "no bench in" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("长兴路街道有多少个党组织?", "86个", "长兴路街道有86个党组织"),
        ("书记是谁?", "李建国", "书记是李建国"),
        ("党组织的数目", "86个", "党组织的数目是86个"),
    ],
)
def test_question_becomes_a_sentence(
    seeds_workspace: Workspace, question: str, answer: str, sentence: str
) -> None:
    analyzer: Analyzer = seeds_workspace.analyzer
    assert statement(question, answer, analyzer) == sentence
