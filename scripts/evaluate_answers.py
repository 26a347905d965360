"""Measure open-domain answers: find the paragraph among all, then answer.

    python -m scripts.evaluate_answers --bench-dir FOLDER [--bench NAME ...] [--queries N]
                                       [--work-dir FOLDER] [--out FOLDER]

The benchmarks are those of scripts.evaluate whose queries have "answers"; cmrc2018_dev by default.
The table goes to standard output; --out also writes answers.json and answers.md.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.answers.open_setting import METRICS, ROWS, run
from scripts.benchmarks.benchmark import SEED, Benchmark
from scripts.benchmarks.bootstrap import RESAMPLES, Estimate, resample
from scripts.benchmarks.collection import Encoders, open_collection
from scripts.benchmarks.command_line import add_bench_options, command_line, machine, work_folder
from scripts.benchmarks.markdown import interval, table
from scripts.benchmarks.reader import read_benchmark
from service.settings import Settings
from service.workspace.question_reader import start_reader

BENCHES = ("cmrc2018_dev",)
_EVERY = 100
_NOTE = f"""\
All paragraphs are indexed, every question searches all of them, and none is declined. Exact match
and F1 are those of CMRC 2018 (Cui et al. 2019; `service/evaluation/overlap.py`). A question without
a short answer is scored by its quote. The best spans are upper bounds: what a perfect
reader of that text would reach. In brackets: 95 % bootstrap percentile intervals over the questions
({RESAMPLES} resamples, seed {SEED})."""


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """The figures of one benchmark.

    Attributes:
        rows: row → metric → mean with its interval.
        p50_ms: median milliseconds per question.
    """

    name: str
    documents: int
    questions: int
    rows: dict[str, dict[str, Estimate]]
    p50_ms: float


@dataclass(frozen=True, slots=True)
class AnswerResults:
    """The figures of one run, how to reproduce them, and where they were measured."""

    command: str
    machine: str
    benches: tuple[AnswerResult, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, answer, score and report."""
    options = _parser().parse_args(arguments)
    try:
        benches = [
            read_benchmark(options.bench_dir, name).with_at_most(options.queries)
            for name in options.bench or BENCHES
        ]
        encoders = Encoders.load(Settings.load())
        with work_folder(options.work_dir) as folder:
            measured = tuple(evaluate(bench, Path(folder), encoders) for bench in benches)
        results = AnswerResults(command_line("evaluate_answers", options), machine(), measured)
        if options.out:
            write(results, options.out)
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(markdown(results))


def evaluate(bench: Benchmark, folder: Path, encoders: Encoders) -> AnswerResult:
    """Answer the questions of one benchmark; its index stays in ``folder``.

    Raises:
        WenbaoError: no question has accepted answers.
    """
    queries = tuple(query for query in bench.queries if query.answers)
    if not queries:
        raise WenbaoError(f'no question of {bench.name} has "answers"')
    collection = open_collection(bench, folder / bench.name, encoders, lambda done, total: None)
    reader = start_reader(os.cpu_count() or 1)
    report = partial(_report, bench.name, len(queries))
    scores, milliseconds = run(queries, collection, reader, report)
    means = resample(scores, bench.name)
    rows = {
        row: {metric: means.estimate(n, m) for m, metric in enumerate(METRICS)}
        for n, row in enumerate(ROWS)
    }
    median = float(np.median(milliseconds))
    return AnswerResult(bench.name, len(bench.documents), len(queries), rows, median)


def write(results: AnswerResults, folder: Path) -> None:
    """Write the results as JSON and Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(results), ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "answers.json", data.encode())
    write_bytes(folder / "answers.md", markdown(results).encode())


def markdown(results: AnswerResults) -> str:
    """Return the figures, what they mean, and how they were made."""
    parts = (
        "# Answers in the open setting",
        table(("bench", "text", *METRICS), _rows(results)),
        *(
            f"{one.name}: {one.documents:,} paragraphs, {one.questions:,} questions, "
            f"{one.p50_ms:.1f} ms in the middle."
            for one in results.benches
        ),
        _NOTE,
        f"Made with `{results.command}` on {results.machine}.",
    )
    return "\n\n".join(parts) + "\n"


def _rows(results: AnswerResults) -> Iterator[Sequence[str]]:
    for bench in results.benches:
        for row, metrics in bench.rows.items():
            yield bench.name, row, *(interval(metrics[metric]) for metric in METRICS)


def _report(name: str, total: int, done: int) -> None:
    if done % _EVERY == 0:
        sys.stderr.write(f"{name}: {done} of {total} questions\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add_bench_options(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write answers.json and answers.md here"
    )
    return parser


if __name__ == "__main__":
    main()
