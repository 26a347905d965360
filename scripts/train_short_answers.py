"""Fit service/short_answers/weights.json.

    python -m scripts.train_short_answers --bench-dir FOLDER [--bench NAME ...] [--queries N]
                                          [--work-dir FOLDER] [--out FILE]

The benchmarks are those of scripts.evaluate whose queries have "answers". The weights are fitted on
the half "tuning" of their documents. The CMRC 2018 F1 of the chosen spans, given a quote that holds
the answer, goes to standard error for both halves, the weights as JSON to standard output or FILE.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.answers.span_candidates import span_candidates
from scripts.benchmarks.benchmark import Benchmark, Half
from scripts.benchmarks.collection import Encoders, open_collection
from scripts.benchmarks.command_line import add_bench_options, work_folder
from scripts.benchmarks.reader import read_benchmark
from scripts.fitting.span_selection import KindWeights, SpanCandidates, fit_span_weights
from service.settings import Settings
from service.short_answers.finder import SHORT_KINDS

BENCHES = ("cmrc2018_dev", "xquad_zh", "news_security_mrc")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, answer, measure, fit and print."""
    options = _parser().parse_args(arguments)
    try:
        names = options.bench or BENCHES
        benches = [
            read_benchmark(options.bench_dir, n).with_at_most(options.queries) for n in names
        ]
        with work_folder(options.work_dir) as folder:
            tuning = list(_examples(benches, Half.TUNING, Path(folder)))
            check = list(_examples(benches, Half.CHECK, Path(folder)))
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    if not tuning:
        raise SystemExit("no question of the tuning half has its answer in a quote")
    weights = fit_span_weights(tuning, SHORT_KINDS)
    for half, examples in ((Half.TUNING, tuning), (Half.CHECK, check)):
        _report(half, examples, weights)
    text = _as_json(tuning[0].names, weights)
    if options.out:
        write_bytes(options.out, text.encode())
    else:
        sys.stdout.write(text)


def _examples(benches: Sequence[Benchmark], half: Half, folder: Path) -> Iterator[SpanCandidates]:
    encoders = Encoders.load(Settings.load())
    for bench in benches:
        collection = open_collection(bench, folder / bench.name, encoders, lambda done, total: None)
        for query in bench.only(half).queries:
            spans = span_candidates(query, collection)
            if spans and spans.kind in SHORT_KINDS:
                yield spans


def _report(half: Half, examples: Sequence[SpanCandidates], weights: KindWeights) -> None:
    chosen = [
        (one.kind, float(one.f1[np.argmax(one.features @ weights[SHORT_KINDS.index(one.kind)])]))
        for one in examples
    ]
    for kind in (None, *SHORT_KINDS):
        reached = [value for of, value in chosen if kind in (None, of)]
        if reached:
            exact = np.mean([value == 1 for value in reached])
            line = f"{half} {kind or 'all'}: {len(reached)}, F1 {np.mean(reached):.3f}, "
            sys.stderr.write(f"{line}exact {exact:.3f}\n")


def _as_json(names: Sequence[str], weights: KindWeights) -> str:
    named = {
        kind: {name: round(float(one), 3) for name, one in zip(names, row, strict=True)}
        for kind, row in zip(SHORT_KINDS, weights, strict=True)
    }
    return json.dumps(named, indent=1) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add_bench_options(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the weights here")
    return parser


if __name__ == "__main__":
    main()
