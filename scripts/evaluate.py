"""Measure retrieval, stage by stage, on benchmarks whose right documents are known.

    python -m scripts.evaluate --bench-dir FOLDER [--bench NAME ...] [--half HALF]
                               [--queries N] [--work-dir FOLDER] [--out FOLDER]

A benchmark is <name>.corpus.jsonl.gz {id, title, text}, <name>.queries.jsonl.gz {id, text} and
<name>.qrels.jsonl.gz {query, doc}, or the same as plain .jsonl. The tables go to standard output;
--out also writes results.json, results.md and results.svg. The settings are those of the product.
The ranking was fitted on the half "tuning" of the project's five benchmarks; measure the half
"check" to see how it does on documents and questions that it never saw.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.index.analyzer import Analyzer
from embeddings.storage.atomic import write_bytes
from scripts.benchmarks.benchmark import Benchmark, Half
from scripts.benchmarks.bootstrap import Means, average, resample
from scripts.benchmarks.collection import open_collection
from scripts.benchmarks.command_line import add_bench_options, command_line, machine, work_folder
from scripts.benchmarks.plots import interval_plot
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.benchmarks.report import markdown
from scripts.benchmarks.results import BenchmarkResult, Results, quality
from scripts.benchmarks.run import run
from service.settings import Settings
from service.workspace.index_maintenance import load_analyzer


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, search, score and report."""
    options = _parser().parse_args(arguments)
    try:
        names = benchmark_names(options.bench_dir, options.bench)
        benches = (read_benchmark(options.bench_dir, name) for name in names)
        halves = (bench.only(options.half) if options.half else bench for bench in benches)
        sampled = [bench.with_at_most(options.queries) for bench in halves]
        with work_folder(options.work_dir) as folder:
            results = evaluate(sampled, Path(folder), command_line("evaluate", options))
        if options.out:
            write(results, options.out)
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(markdown(results))


def evaluate(benches: Sequence[Benchmark], folder: Path, command: str) -> Results:
    """Measure every benchmark; the indexes stay in ``folder``."""
    analyzer = load_analyzer(Settings.load())
    measured = [_measure(bench, folder / bench.name, analyzer) for bench in benches]
    return Results(
        command=command,
        machine=machine(),
        encoder=f"{analyzer.encoder.name} {analyzer.encoder.fingerprint}",
        benches=tuple(result for result, _ in measured),
        mean=quality(average([means for _, means in measured])),
    )


def write(results: Results, folder: Path) -> None:
    """Write the results as JSON, Markdown and SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(results), ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "results.json", data.encode())
    write_bytes(folder / "results.md", markdown(results).encode())
    write_bytes(folder / "results.svg", interval_plot(results))


def report(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")


def _measure(bench: Benchmark, folder: Path, analyzer: Analyzer) -> tuple[BenchmarkResult, Means]:
    collection = open_collection(bench, folder, analyzer, partial(_report_indexing, bench.name))
    measured = run(collection, bench, report)
    means = resample(measured.scores, bench.name)
    result = BenchmarkResult(
        name=bench.name,
        documents=len(bench.documents),
        passages=len(collection.documents),
        queries=len(bench.queries),
        quality=quality(means),
        latency=measured.latency,
    )
    return result, means


def _report_indexing(name: str, done: int, total: int) -> None:
    report(f"{name}: {done} of {total} passages indexed")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add_bench_options(parser)
    parser.add_argument(
        "--half", type=Half, choices=list(Half), help="only the queries of this half"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="write results.json, results.md and results.svg here",
    )
    return parser


if __name__ == "__main__":
    main()
