"""Fine-tuning a tiny transformer, from texts to a folder that works."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts import prepare_finetuning
from scripts.finetune_encoder import STATE, main
from scripts.finetuning import negatives
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.schedule import schedule
from scripts.finetuning.settings import Settings
from scripts.finetuning.sources import read_pairs
from scripts.finetuning.validation import mean_reciprocal_rank
from scripts.training.progress import print_line
from tests.support.benchmarks import write_benchmark
from tests.support.finetuning import (
    CPU,
    NOTHING,
    PAIRS,
    QUESTIONS,
    make_bench,
    source,
    token_set,
    write_weights,
)
from tests.support.gzip_lines import write_lines

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    write_lines(folder / f"{PAIRS}.jsonl.gz", [{"a": a, "b": b} for a, b in QUESTIONS.items()])
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return write_weights(tmp_path / "tiny")


@pytest.fixture
def examples(weights: Path, data: Path, tmp_path: Path) -> Path:
    """What is trained on; a benchmark of other texts validates."""
    folders = {"data": data, "bench-dir": tmp_path / "benches", "tokenizer": weights}
    write_benchmark(tmp_path / "benches", make_bench([("最近的桥在哪里", "村口有一座石桥。")]))
    output = tmp_path / "examples"
    given = [word for name, path in folders.items() for word in (f"--{name}", str(path))]
    prepare_finetuning.main([*given, "--output", str(output)])
    return output


def finetune(
    weights: Path,
    examples: Path,
    output: Path,
    *more: str,
    report: Callable[[str], None] = print_line,
) -> None:
    folders = ["--weights", str(weights), "--examples", str(examples), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.01"]
    main([*folders, *small, "--dropout", "0", *more], report)


def test_trained_encoder_finds_the_passages(
    weights: Path,
    examples: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Random weights cannot tell which passages answer as well.
    monkeypatch.setattr(negatives, "_SAME", 2.0)
    monkeypatch.setattr(negatives, "_MARGIN", 2.0)
    lines: list[str] = []
    more = ("--steps", "80", "--initial-share", "0")
    finetune(weights, examples, tmp_path / "out", *more, report=lines.append)
    steps = [line for line in lines if line.startswith("step")]
    losses = [float(line.partition("loss ")[2].partition(",")[0]) for line in steps]
    assert len(losses) == 4
    assert losses[-1] < losses[0] / 2
    one = token_set(read_pairs(data, source(PAIRS), NOTHING), weights)
    found = [
        mean_reciprocal_rank(TextEncoder(folder, 0.0, CPU), one)
        for folder in (weights, tmp_path / "out")
    ]
    assert found[0] < 0.7
    assert found[1] > 0.95


def test_output_is_a_folder_of_the_same_kind(weights: Path, examples: Path, tmp_path: Path) -> None:
    finetune(weights, examples, tmp_path / "out")
    before, after = (read_state(folder) for folder in (weights, tmp_path / "out"))
    changed = {name for name, values in after.items() if not torch.equal(values, before[name])}
    assert "encoder.layer.0.attention.self.query.weight" in changed
    assert not any(name.startswith("embeddings.") for name in changed)
    tokenizers = [
        (folder / "tokenizer.json").read_bytes() for folder in (weights, tmp_path / "out")
    ]
    assert tokenizers[0] == tokenizers[1]
    config = json.loads((tmp_path / "out" / "config.json").read_bytes())
    assert config["hidden_dropout_prob"] == 0.1


def read_state(folder: Path) -> Mapping[str, torch.Tensor]:
    return TextEncoder(folder, 0.0, CPU).bert.state_dict()


@pytest.mark.parametrize("dropout", ["0.0", "0.1"])
def test_stopped_training_goes_on_to_the_same_model(
    weights: Path, examples: Path, tmp_path: Path, dropout: str
) -> None:
    more = ("--dropout", dropout, "--report-every", "4", "--save-every", "0")
    finetune(weights, examples, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finetune(weights, examples, tmp_path / "resumed", *more, report=stop)
    assert not (tmp_path / "resumed" / "model.safetensors").exists()
    lines: list[str] = []
    finetune(weights, examples, tmp_path / "resumed", *more, report=lines.append)
    assert "training from step 7 of 12" in lines
    results = [tmp_path / name / "model.safetensors" for name in ("whole", "resumed")]
    assert results[0].read_bytes() == results[1].read_bytes()


def test_initial_weights_are_mixed_in_after_training(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    name = "encoder.layer.0.output.dense.weight"
    found = []
    for share in (["--initial-share", "0"], []):
        finetune(weights, examples, tmp_path / "out", *share)
        found.append(read_state(tmp_path / "out")[name])
    trained, mixed = found
    initial = read_state(weights)[name]
    assert not torch.allclose(trained, initial, atol=1e-3)
    torch.testing.assert_close(mixed, 0.75 * trained + 0.25 * initial)


def test_seed_decides_the_result(weights: Path, examples: Path, tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        finetune(weights, examples, tmp_path / name, "--seed", seed)
    one, again, other = (
        (tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other


def test_checkpoint_of_other_settings_is_refused(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    finetune(weights, examples, tmp_path / "out")
    assert (tmp_path / "out" / STATE).exists()
    with pytest.raises(SystemExit, match="other settings"):
        finetune(weights, examples, tmp_path / "out", "--steps", "13")


def test_each_example_comes_once_before_it_comes_again() -> None:
    planned = schedule([40, 16], [0.75, 0.25], 400, 8, seed=3)
    drawn = [np.concatenate([rows for number, rows in planned if number == one]) for one in (0, 1)]
    assert sorted(drawn[0][:40].tolist()) == list(range(40))
    assert sorted(drawn[1][:16].tolist()) == list(range(16))
    assert {len(rows) for _, rows in planned} == {8}
    assert 0.7 < len(drawn[0]) / (400 * 8) < 0.8


def test_rate_rises_and_then_falls_to_zero() -> None:
    settings = Settings(steps=100, warmup=10, learning_rate=1.0)
    rates = [settings.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] == pytest.approx(1 / 90)
    assert np.all(np.diff(rates[10:]) < 0)
