"""Fitting the weights of the ranking."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scripts.benchmarks.benchmark import Half
from scripts.fitting.conditional_logit import Candidates, fit_conditional_logit
from service.retrieval.ranking import RankFeatures
from tests.support.benchmarks import tiny_benchmark, write_benchmark
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow


def examples(is_question: bool, useful: int, count: int = 200) -> list[Candidates]:
    """Return examples in which one column, with noise, identifies the right candidate."""
    chance = np.random.default_rng(7)
    made = []
    for _ in range(count):
        features = chance.random((6, 3)).astype(np.float32)
        noisy = features[:, useful] + chance.normal(0, 0.1, 6)
        made.append(Candidates(features, np.arange(6) == noisy.argmax(), is_question))
    return made


def test_informative_column_gets_the_weight() -> None:
    statement, _ = fit_conditional_logit([examples(is_question=False, useful=1)], unbounded=())
    assert statement.argmax() == 1
    assert statement[1] > 5 * max(statement[0], statement[2])


def test_questions_and_statements_learn_their_own_weights() -> None:
    sets = [examples(is_question=False, useful=0), examples(is_question=True, useful=2)]
    statement, question = fit_conditional_logit(sets, unbounded=())
    assert [int(statement.argmax()), int(question.argmax())] == [0, 2]


def test_only_free_columns_may_count_against_a_candidate() -> None:
    against = [
        Candidates(1 - example.features, example.right, example.is_question)
        for example in examples(is_question=False, useful=1)
    ]
    held, _ = fit_conditional_logit([against], unbounded=())
    free, _ = fit_conditional_logit([against], unbounded=(1,))
    assert held.min() >= 0
    assert free[1] < -5


STREETS = [
    "绿东村",
    "汝河路",
    "秦岭路",
    "建设路",
    "三官庙",
    "桐柏路",
    "棉纺路",
    "须水",
    "西流湖",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "streets.jsonl.gz", "wt", encoding="utf-8") as file:
        for n, street in enumerate(STREETS):
            pair = {"a": f"{street}街道有多少名党员?", "b": f"{street}街道共有{100 + n}名党员。"}
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
    return tmp_path


def test_script_prints_weights_that_the_ranking_takes(data: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "scripts.train_ranker",
        "--data",
        str(data),
        "--sets",
        "streets",
    ]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    [count] = re.findall(r"streets: (\d+) questions, found 1.000", finished.stderr)
    assert 0 < int(count) < len(STREETS)  # the other half is for checking
    printed: dict[str, RankFeatures] = {}
    exec(finished.stdout, {"RankFeatures": RankFeatures}, printed)  # noqa: S102 - our own output
    assert list(printed) == ["STATEMENT_READ", "QUESTION_READ"]
    assert printed["QUESTION_READ"].terms >= 0


def test_half_of_a_bench_is_learned_from_too(data: Path, tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "benches", tiny_benchmark())
    command = [sys.executable, "-m", "scripts.train_ranker", "--data", str(data)]
    more = ["--sets", "streets", "--bench-dir", str(folder), "--work-dir", str(tmp_path / "work")]
    finished = subprocess.run(
        [*command, *more], cwd=ROOT, capture_output=True, text=True, check=True
    )
    asked = len(tiny_benchmark().only(Half.TUNING).queries)
    assert f"tiny: {asked} questions, found" in finished.stderr
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"streets", "tiny"}
