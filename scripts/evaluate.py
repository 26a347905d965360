"""Measure retrieval, stage by stage, on benchmarks whose right documents are known.

    python -m scripts.evaluate [--bench-dir FOLDER [--bench NAME ...]]
                               [--pairs FOLDER --sets NAME ...] [--half HALF]
                               [--queries N] [--work-dir FOLDER] [--out FOLDER]

A benchmark is <name>.corpus.jsonl.gz {id, title, text}, <name>.queries.jsonl.gz {id, text} and
<name>.qrels.jsonl.gz {query, doc}, or the same as plain .jsonl. A set of pairs is <name>.jsonl.gz
of {a, b}: its distinct b are the documents, and each a must find its b. The tables go to standard
output; --out also writes results.json, results.md and results.svg. The settings are those of the
product. The ranking was fitted on the half "tuning"; measure the half "check" to see how it does on
documents and questions that it never saw.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.benchmarks.benchmark import Benchmark, Half
from scripts.benchmarks.bootstrap import Means, average, resample
from scripts.benchmarks.collection import Encoders, open_collection
from scripts.benchmarks.command_line import add_bench_options, command_line, machine, work_folder
from scripts.benchmarks.pairs import read_pairs_as_benchmark
from scripts.benchmarks.plots import interval_plot
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.benchmarks.report import markdown
from scripts.benchmarks.results import BenchmarkResult, Results, quality
from scripts.benchmarks.run import run
from service.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, search, score and report."""
    options = _parser().parse_args(arguments)
    try:
        benches = [*_read_benchmarks(options), *_read_pairs(options)]
        halves = (bench.only(options.half) if options.half else bench for bench in benches)
        sampled = [bench.with_at_most(options.queries) for bench in halves]
        with work_folder(options.work_dir) as folder:
            results = evaluate(sampled, Path(folder), command_line("evaluate", options))
        if options.out:
            write(results, options.out)
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(markdown(results))


def _read_benchmarks(options: argparse.Namespace) -> Iterator[Benchmark]:
    for name in benchmark_names(options.bench_dir, options.bench) if options.bench_dir else ():
        yield read_benchmark(options.bench_dir, name)


def _read_pairs(options: argparse.Namespace) -> Iterator[Benchmark]:
    for name in options.sets:
        yield read_pairs_as_benchmark(options.pairs, name)


def evaluate(benches: Sequence[Benchmark], folder: Path, command: str) -> Results:
    """Measure every benchmark; the indexes stay in ``folder``."""
    encoders = Encoders.load(Settings.load())
    measured = [_measure(bench, folder / bench.name, encoders) for bench in benches]
    return Results(
        command=command,
        machine=machine(),
        encoder=_name_encoders(encoders),
        benches=tuple(result for result, _ in measured),
        mean=quality(average([means for _, means in measured])),
    )


def _name_encoders(encoders: Encoders) -> str:
    used = (encoders.analyzer.encoder, encoders.transformer)
    return ", ".join(f"{encoder.name} {encoder.fingerprint}" for encoder in used if encoder)


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


def _measure(bench: Benchmark, folder: Path, encoders: Encoders) -> tuple[BenchmarkResult, Means]:
    collection = open_collection(bench, folder, encoders, partial(_report_indexing, bench.name))
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
    add_bench_options(parser, is_required=False)
    parser.add_argument("--pairs", type=Path, metavar="FOLDER", help="folder of sets of pairs")
    parser.add_argument(
        "--sets", nargs="+", default=[], metavar="NAME", help="sets of pairs that --pairs holds"
    )
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
