"""Measure speed, memory, disk and quality, beside other systems in the same run.

    python -m scripts.benchmark --bench-dir FOLDER --bench NAME --environments FOLDER
                                [--peers NAME ...] [--parts NAME ...] [--articles N ...]
                                [--text N] [--queries N] [--rounds N] [--out FOLDER]

The benchmark has the format that `scripts.evaluate` reads. Parts are `indexing` (by stage, of so
many articles and of one text of so many characters), `serving` (over HTTP, by 1, 4 and 16 clients,
of so many articles) and `peers` (all systems on the whole benchmark). More articles than the
benchmark has are made of its sentences. Each peer is installed in an environment of its own below
--environments, in the versions that `scripts/speed/environments.py` names (about 1.5 GB each, from
PyPI); a peer that cannot be installed or run is named in the results. Linux only: processor time
and memory are read from /proc. --out receives benchmark.md, benchmark.json and the pictures.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.benchmarks.benchmark import Benchmark
from scripts.benchmarks.command_line import whole_number
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.speed.charts import draw_all
from scripts.speed.comparison import Setting, compare
from scripts.speed.corpora import Corpus, join, take
from scripts.speed.environments import PEERS, MissingPeerError, PeerSystem, prepare
from scripts.speed.indexing import measure_indexing
from scripts.speed.machine import describe_circumstances
from scripts.speed.report import markdown
from scripts.speed.results import BenchmarkRun, Comparison
from scripts.speed.serving import Workload, measure_serving

_PARTS = ("indexing", "serving", "peers")
_SETTINGS = {"WENBAO_MEANING": "off"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the results."""
    options = _parser().parse_args(arguments)
    load = os.getloadavg()[0]
    try:
        [name] = benchmark_names(options.bench_dir, [options.bench])
        bench = read_benchmark(options.bench_dir, name).with_at_most(options.queries)
        with tempfile.TemporaryDirectory(prefix="wenbao-benchmark-") as folder:
            run = measure(bench, options, Path(folder), load)
        if options.out:
            write(run, options.out)
    except (WenbaoError, OSError, RuntimeError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(markdown(run))


def measure(
    bench: Benchmark, options: argparse.Namespace, folder: Path, load: float
) -> BenchmarkRun:
    """Measure the parts that are wanted."""
    rounds, parts = options.rounds, options.parts
    corpora = [take(bench.documents, count) for count in options.articles]
    indexed = [
        measure_indexing(corpus, _make(folder, f"indexing-{n}"), rounds, _SETTINGS)
        for n, corpus in _number("indexing", [*corpora, *_long(bench, options)], parts)
    ]
    queries = [query.text for query in bench.queries]
    work = Workload(queries, queries[: options.questions], rounds, _SETTINGS)
    served = [
        measure_serving(corpus, _make(folder, f"serving-{n}"), work)
        for n, corpus in _number("serving", corpora, parts)
    ]
    comparison = _compare(bench, options, _make(folder, "peers")) if "peers" in parts else None
    return BenchmarkRun(
        _command(options),
        describe_circumstances(load).describe(),
        rounds,
        tuple(indexed),
        tuple(served),
        comparison,
    )


def _compare(bench: Benchmark, options: argparse.Namespace, folder: Path) -> Comparison:
    ready: list[tuple[PeerSystem, Path]] = []
    missing: dict[str, str] = {}
    for system in PEERS:
        if system.name not in options.peers:
            missing[system.title] = "It was left out by `--peers`."
            continue
        try:
            ready.append((system, prepare(system, options.environments, report)))
        except MissingPeerError as error:
            missing[system.title] = str(error)
    found = compare(Setting.prepare(bench, folder, _SETTINGS), ready, options.rounds, report)
    return Comparison(
        found.documents,
        found.characters,
        found.queries,
        found.systems,
        missing | found.missing,
    )


def _long(bench: Benchmark, options: argparse.Namespace) -> list[Corpus]:
    return [join(bench.documents, options.text)] if options.text else []


def _number(
    part: str, corpora: Sequence[Corpus], wanted: Sequence[str]
) -> Iterator[tuple[int, Corpus]]:
    """Yield the corpora of a part with their numbers, and report each; none if it is unwanted."""
    for number, corpus in enumerate(corpora if part in wanted else ()):
        report(f"{part}: {corpus.name}")
        yield number, corpus


def _make(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir()
    return place


def report(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")


def write(run: BenchmarkRun, folder: Path) -> None:
    """Write the results as Markdown, JSON and pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(run), ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "benchmark.json", data.encode())
    write_bytes(folder / "benchmark.md", markdown(run).encode())
    for name, picture in draw_all(run):
        write_bytes(folder / name, picture)


def _command(options: argparse.Namespace) -> str:
    """Return the command without folders, which differ between machines."""
    numbers = " ".join(map(str, options.articles))
    return (
        "python -m scripts.benchmark --bench-dir FOLDER --bench NAME --environments FOLDER"
        f" --parts {' '.join(options.parts)} --peers {' '.join(options.peers)}"
        f" --articles {numbers} --text {options.text} --queries {options.queries}"
        f" --questions {options.questions} --rounds {options.rounds}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--bench-dir", type=Path, required=True, metavar="FOLDER", help="folder of the benchmark")
    add("--bench", required=True, metavar="NAME", help="its name")
    place = "where the environments of the peers are, or are made"
    add("--environments", type=Path, required=True, metavar="FOLDER", help=place)
    names = [system.name for system in PEERS]
    add("--peers", nargs="*", choices=names, default=names, metavar="NAME", help=", ".join(names))
    add("--parts", nargs="+", choices=_PARTS, default=list(_PARTS), help="what to measure")
    many = "of so many articles (default: 1000 10000)"
    add("--articles", nargs="+", type=whole_number, default=[1000, 10_000], help=many)
    long = "characters of the one long text; 0 leaves it out"
    add("--text", type=int, default=3_000_000, metavar="N", help=long)
    for name, count, what in (("queries", 300, "searched for"), ("questions", 50, "asked")):
        add(f"--{name}", type=whole_number, default=count, metavar="N", help=f"how many are {what}")
    add("--rounds", type=whole_number, default=5, metavar="N", help="of each measurement")
    add("--out", type=Path, metavar="FOLDER", help="write the results here")
    return parser


if __name__ == "__main__":
    main()
