"""Prepare what the transformer is fine-tuned on: questions and passages become tokens.

    python -m scripts.prepare_finetuning --data FOLDER --bench-dir FOLDER --tokenizer FOLDER
                                         --output FOLDER

The data folder holds the <name>.jsonl.gz files named in scripts/finetuning/sources.py; the
tokenizer's is that of the encoder to be fine-tuned. What something is measured on is left out of
the training; the half "tuning" of it (see scripts/evaluate.py) validates. Training needs only what
is written here, so that it can run on another machine.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from scripts.benchmarks.benchmark import Benchmark, Half
from scripts.benchmarks.pairs import read_pairs_as_benchmark
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.finetuning.examples import ExampleSet
from scripts.finetuning.overlap import HeldOut, read_texts
from scripts.finetuning.sources import SOURCES, cut_first
from scripts.finetuning.tokenizing import load_tokenizer, tokenize
from scripts.finetuning.validation import sample_bench
from scripts.finetuning.withheld import Withheld
from scripts.training.progress import print_line

MEASURED = ("qbqtc_query_title", "ncp_policy_qa", "gov_message_board", "medical_qa")
"""Sets of pairs that scripts.evaluate measures on: only their other documents are trained on."""
FITTED = ("news_security_qa", "bedtimenews_qa")
"""Sets of which scripts.train_ranker needs the half "tuning": the other half is trained on."""
TRAINED, VALIDATED = "training", "validation"
"""Folders of the output."""


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the data sets one by one, and write their tokens."""
    options = _parser().parse_args(arguments)
    names = benchmark_names(options.bench_dir)
    benches = [read_benchmark(options.bench_dir, name) for name in names]
    measured = _read_pairs(options.data, MEASURED)
    fitted = _read_pairs(options.data, FITTED)
    withheld = withhold(benches, measured, fitted, options.held_out)
    tokenizer = load_tokenizer(options.tokenizer)

    def write(folder: str, data: ExampleSet, weight: float = 0.0, skipped: int = -1) -> None:
        report(
            f"{folder}: {data.name}: {len(data.examples)} questions, {len(data.passages)} passages"
        )
        path = options.output / folder / f"{data.name}.npz"
        tokenize(data, weight, skipped, tokenizer).save(path)

    for bench in (*measured, *benches):
        write(VALIDATED, sample_bench(bench.only(Half.TUNING)))
    for source in SOURCES:
        if any(options.data.glob(f"{source.name}.*")):
            skipped = -1 if source.skipped is None else source.skipped
            write(TRAINED, source.read(options.data, source, withheld), source.weight, skipped)


def withhold(
    benches: Sequence[Benchmark],
    measured: Sequence[Benchmark],
    fitted: Sequence[Benchmark],
    held_out: Iterable[Path] = (),
) -> Withheld:
    """Return what must not be trained on; of ``fitted`` that is only the half "tuning"."""
    half = Half.TUNING
    own = [
        replace(
            bench.only(half), documents=tuple(d for d in bench.documents if Half.of(d.id) is half)
        )
        for bench in fitted
    ]
    texts = [document.text for bench in benches for document in bench.documents]
    shared = HeldOut(chain(texts, *map(read_texts, held_out)))
    return Withheld([*benches, *measured, *own], shared, cut_first)


def _read_pairs(folder: Path, names: Iterable[str]) -> list[Benchmark]:
    found = (name for name in names if any(folder.glob(f"{name}.*")))
    return [read_pairs_as_benchmark(folder, name) for name in found]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with <name>.jsonl.gz files")
    add("--bench-dir", type=Path, required=True, metavar="FOLDER", help="folder of benchmarks")
    add("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    add("--output", type=Path, required=True, help="folder to write")
    held_out = "*.jsonl.gz with texts whose documents must not be trained on"
    add("--held-out", nargs="*", type=Path, default=[], metavar="FILE", help=held_out)
    return parser


if __name__ == "__main__":
    main()
