"""Fitting the confidence, and measuring answers in the open setting."""

import gzip
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from scripts import evaluate_answers
from scripts.answers.held_out_questions import AskedQuestion
from scripts.answers.open_setting import OpenAnswer, score
from scripts.benchmarks.reader import read_benchmark
from scripts.fitting.logistic_regression import area_under_curve, fit_logistic
from service.answering.confidence import ConfidenceFeatures
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

TOWNS = ("北京", "上海", "广州", "成都", "武汉", "西安", "杭州", "南京", "青岛", "大连")
THINGS = {"own": ("图书馆", "借书", "名读者"), "foreign": ("体育场", "看球", "张座位")}


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small benchmarks: for each town, how many and since when."""
    folder = tmp_path_factory.mktemp("benches")
    for name, (thing, verb, unit) in THINGS.items():
        documents, queries, right = [], [], []
        for n, town in enumerate(TOWNS):
            built, count = f"{1980 + n}年", f"{200 + n}{unit}"
            text = f"{town}的{thing}在{built}建成。{town}的{thing}里,每天有{count}供人{verb}。"
            documents.append({"id": f"{name}{n}", "title": "", "text": text})
            asked = {
                f"{town}的{thing}哪一年建成?": built,
                f"{town}的{thing}每天有多少{unit}?": count,
            }
            for question, answer in asked.items():
                queries.append({"id": question, "text": question, "answers": [answer]})
                right.append({"query": question, "doc": f"{name}{n}"})
        write(folder / f"{name}.corpus.jsonl", documents)
        write(folder / f"{name}.queries.jsonl", queries)
        write(folder / f"{name}.qrels.jsonl", right)
    return folder


def test_accepted_answers_are_read_with_the_queries(benches: Path) -> None:
    first = read_benchmark(benches, "own").queries[0]
    assert (first.text, first.answers) == ("北京的图书馆哪一年建成?", ("1980年",))


def test_logistic_model_finds_the_informative_column() -> None:
    chance = np.random.default_rng(7)
    features = chance.random((3000, 3))
    right = chance.random(3000) < 1 / (1 + np.exp(-(6 * features[:, 1] - 3)))
    model = fit_logistic(features, right, np.ones(3000), decay=0)
    assert model.weights == pytest.approx([0, 6, 0], abs=0.6)
    assert model.intercept == pytest.approx(-3, abs=0.4)


def test_negative_weight_is_set_to_zero() -> None:
    features = np.linspace(0, 1, 200)[:, None]
    model = fit_logistic(features, features[:, 0] < 0.5, np.ones(200))
    assert model.weights[0] == pytest.approx(0, abs=0.05)


def test_area_under_curve_counts_ordered_pairs_and_half_of_ties() -> None:
    scores = np.array([0.1, 0.4, 0.4, 0.9])
    right = np.array([False, False, True, True])
    assert area_under_curve(scores, right) == pytest.approx(3.5 / 4)


def write_questions(folder: Path, name: str) -> None:
    """Write a town's article with two questions that it answers and one that it does not."""
    articles, questions = [], []
    for n, town in enumerate(TOWNS):
        built, count = f"{1980 + n}年", f"{200 + n}名"
        text = f"{town}的图书馆在{built}建成,现有{count}读者。"
        articles.append({"id": str(n), "title": f"{town}见闻", "text": text})
        for kind, question, answers in (
            ("time", f"{town}的图书馆哪一年建成?", [built]),
            ("number", f"{town}的图书馆有多少名读者?", [count]),
            ("none_attribute", f"{town}的图书馆有多少名馆员?", []),
        ):
            asked = {"article": str(n), "question": question, "kind": kind, "answers": answers}
            questions.append(asked)
    for part, rows in (("articles", articles), ("questions", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.{part}.jsonl.gz").write_bytes(gzip.compress(text.encode()))


def test_training_prints_weights_and_writes_what_they_reach(tmp_path: Path) -> None:
    write_questions(tmp_path, "reading_news_qa")
    command = [sys.executable, "-m", "scripts.train_confidence", "--data", str(tmp_path)]
    command += ["--every", "1", "--out", str(tmp_path / "out")]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    printed: dict[str, object] = {}
    exec(finished.stdout, {"ConfidenceFeatures": ConfidenceFeatures}, printed)  # noqa: S102 - our own
    assert list(printed) == ["_WEIGHTS", "_INTERCEPT"]
    written = json.loads((tmp_path / "out" / "confidence.json").read_text(encoding="utf-8"))
    assert written["intercept"] == printed["_INTERCEPT"]
    assert 0.8 < written["auc"] <= 1
    kinds = {kind["kind"]: kind["questions"] for kind in written["kinds"]}
    assert 0 < kinds.pop("none_year") < len(TOWNS)
    assert kinds == dict.fromkeys(("none_attribute", "number", "time"), len(TOWNS))
    picture = ElementTree.parse(tmp_path / "out" / "reliability.svg")  # noqa: S314 - our own
    dots = picture.findall(".//{*}g[@id='bins']//{*}use")
    assert len(dots) == len(written["calibration"]["bins"])
    assert (tmp_path / "out" / "reliability.png").read_bytes().startswith(b"\x89PNG")
    report = (tmp_path / "out" / "confidence.md").read_text(encoding="utf-8")
    assert report.startswith("# How sure is it")
    assert report == finished.stderr


def test_list_is_right_if_most_of_its_items_are_shown() -> None:
    asked = AskedQuestion("哪些?", "list", "1", ("书法", "绘画", "朗诵"))
    assert asked.accepts("有书法和朗诵")
    assert not asked.accepts("有书法")
    assert AskedQuestion("哪些?", "thing", "1", ("书法", "绘画")).accepts("有书法")
    assert not AskedQuestion("哪些?", "list", "1", ()).accepts("有书法")


def test_rows_of_the_open_setting_are_scored() -> None:
    given = OpenAnswer("86个", "党组织有86个,共", "党组织有86个,共计156个", "党组织有86个,", 0.01)
    short, quote, in_quote, in_passage, first = score(given, ("156个",))
    assert short == pytest.approx((0, 2 * 1 / (2 + 2)))
    assert quote[0] == first[0] == 0
    assert in_quote[1] < in_passage[1] == 1
    assert in_passage[0] == 1


def test_kind_without_a_short_answer_is_scored_by_its_quote() -> None:
    assert score(OpenAnswer("", "为了便民", "", "", 0), ("为了便民",))[0] == (1, 1)


def test_open_setting_is_measured_and_written(
    benches: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ["--bench-dir", str(benches), "--bench", "own", "--queries", "12"]
    evaluate_answers.main([*named, "--out", str(tmp_path)])
    written = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    rows = written["benches"][0]["rows"]
    assert written["benches"][0]["questions"] == 12
    assert (
        rows["short answer"]["F1"]["value"]
        > rows["first sentence of the top passage"]["F1"]["value"]
    )
    assert rows["best span of the top passage"]["EM"]["value"] == 1
    assert rows["quote"]["F1"]["low"] <= rows["quote"]["F1"]["value"] <= rows["quote"]["F1"]["high"]
    assert capsys.readouterr().out == (tmp_path / "answers.md").read_text(encoding="utf-8")


def test_bench_without_answers_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "b.corpus.jsonl", [{"id": "d", "title": "", "text": "图书馆开门。"}])
    write(tmp_path / "b.queries.jsonl", [{"id": "q", "text": "图书馆"}])
    write(tmp_path / "b.qrels.jsonl", [{"query": "q", "doc": "d"}])
    with pytest.raises(SystemExit, match="no question of b has"):
        evaluate_answers.main(["--bench-dir", str(tmp_path), "--bench", "b"])
