"""Training a tiny reader, from questions on articles to a folder that the product reads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.documents import Span
from embeddings.encoding.passage_reader import PassageReader, ReadablePassage, Reading
from scripts import prepare_reading
from scripts.train_reader import STATE, main
from scripts.training.progress import print_line
from tests.support.reading_sets import (
    ARTICLES,
    QUESTIONS,
    write_data,
    write_weights,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_weights(tmp_path_factory.mktemp("encoder"))


@pytest.fixture
def examples(weights: Path, data: Path, tmp_path: Path) -> Path:
    """What is trained on: the first article is held out."""
    folder = tmp_path / "examples"
    folders = ["--data", str(data), "--tokenizer", str(weights), "--output", str(folder)]
    prepare_reading.main([*folders, "--sets", "reading_news_qa"])
    return folder


def train(
    weights: Path,
    examples: Path,
    output: Path,
    *more: str,
    report: Callable[[str], None] = print_line,
) -> None:
    folders = ["--weights", str(weights), "--examples", str(examples), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.02"]
    torch.manual_seed(1)  # of the head
    main([*folders, *small, "--layers", "1", *more], report)


def read(folder: Path, text: str, passage: ReadablePassage) -> Reading:
    with ThreadPoolExecutor(1) as thread:
        [reading] = PassageReader.load(folder).read(text, [passage], thread)
    return reading


def test_trained_reader_finds_the_answers_and_knows_that_there_is_none(
    weights: Path, examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train(weights, examples, tmp_path / "out", "--steps", "80")
    for article, text, answers, _ in QUESTIONS[2:]:
        passage = ReadablePassage(*ARTICLES[article])
        reading = read(tmp_path / "out", text, passage)
        assert (reading.answers > 0) == bool(answers), text
        if answers:
            start, end = reading.find_best_span()
            assert passage.text[start:end] == answers[0]
            inside = {reading.tokens[n] for n in np.flatnonzero(reading.inside > 0)}
            assert Span(start, start + 1) in inside
    log = capsys.readouterr().err
    assert "at 80, reading_news_qa: F1" in log  # on the first article, which is held out


def test_stopped_training_goes_on_to_the_same_model(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    more = ("--report-every", "4", "--save-every", "0")
    train(weights, examples, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(weights, examples, tmp_path / "parts", *more, report=stop)
    lines: list[str] = []
    train(weights, examples, tmp_path / "parts", *more, report=lines.append)
    assert "training from step 7 of 12" in lines  # the eighth was not saved yet
    graphs = [
        (tmp_path / name / "onnx" / "model.onnx.data").read_bytes() for name in ("whole", "parts")
    ]
    assert graphs[0] == graphs[1]
    with pytest.raises(SystemExit, match="other settings"):
        train(weights, examples, tmp_path / "parts", "--seed", "3")


def test_reader_learns_from_teachers(weights: Path, examples: Path, tmp_path: Path) -> None:
    train(weights, examples, tmp_path / "teacher", "--steps", "80")
    taught = ("--teacher", str(tmp_path / "teacher" / STATE), "--taught", "1", "--steps", "80")
    train(weights, examples, tmp_path / "out", *taught)
    passage = ReadablePassage(*ARTICLES["a2"])
    reading = read(tmp_path / "out", "谁设计了大桥", passage)
    start, end = reading.find_best_span()
    assert passage.text[start:end] == "王大明"
    assert reading.answers > 0


def test_data_set_that_is_in_no_folder_is_named(weights: Path, data: Path, tmp_path: Path) -> None:
    folders = ["--data", str(data), "--tokenizer", str(weights), "--output", str(tmp_path)]
    with pytest.raises(SystemExit, match="reading_mrc is in none of the folders"):
        prepare_reading.main([*folders, "--sets", "reading_mrc"])


def test_trained_reader_is_trained_further_from_what_the_product_reads(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    train(weights, examples, tmp_path / "first", "--steps", "80")
    more = ["--steps", "1", "--learning-rate", "0"]
    train(weights, examples, tmp_path / "second", *more, "--reader", str(tmp_path / "first"))
    for article, text, _, _ in QUESTIONS[2:]:
        passage = ReadablePassage(*ARTICLES[article])
        former, latter = (read(tmp_path / name, text, passage) for name in ("first", "second"))
        assert latter.answers == pytest.approx(former.answers, abs=0.2)
        assert latter.find_best_span() == former.find_best_span()
