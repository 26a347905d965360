"""Train the reader: where in a passage the answer stands, or that it does not.

    python -m scripts.train_reader --weights FOLDER --data FOLDER --bench-dir FOLDER --output FOLDER

Weights are a folder of a transformers BertModel with tokenizer.json, such as the floats of the
shipped transformer; the data folders hold the files named in scripts/reader/sources.py. A run that
was stopped goes on from the checkpoint in the output folder.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from embeddings.encoding.passage_reader import PassageReader
from scripts.finetuning.overlap import HeldOut
from scripts.reader.examples import ReadingSet
from scripts.reader.mining import load_mined
from scripts.reader.model import Batcher, ReaderNetwork
from scripts.reader.model_folder import write_reader
from scripts.reader.settings import Settings
from scripts.reader.sources import BENCH_SOURCES, TRAINING_SOURCES
from scripts.reader.trainer import Trainer, TrainingSet
from scripts.reader.validation import hold_out, measure

_VALIDATED = ("reading_news_qa", "reading_mrc")
_EVERY = 25  # documents


def print_line(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the data, search for hard negatives, train, and write the model folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(**{each.name: getattr(options, each.name) for each in fields(Settings)})
    kept = options.output / "checkpoint"
    sets, validation = _read_sets(options, kept, report)
    network = ReaderNetwork(options.weights, settings.layers, settings.dropout)
    batcher = Batcher(options.weights, settings.longest)
    trainer = Trainer(settings, network, batcher, sets, kept / "state.pt")
    report(f"training from step {trainer.step} of {settings.steps}")

    def validate(step: int) -> None:
        if step % options.validate_every and step != settings.steps:
            return
        write_reader(options.output, network)
        reader = PassageReader.load(options.output)
        for one in validation:
            begin = time.monotonic()
            quality = measure(reader, one)
            report(f"at {step}, {one.name}: {quality} ({time.monotonic() - begin:.0f} s)")

    trainer.train(report, validate, options.report_every, options.save_every)
    write_reader(options.output, network)
    report(f"wrote {options.output}")


def _read_sets(
    options: argparse.Namespace, kept: Path, report: Callable[[str], None]
) -> tuple[list[TrainingSet], list[ReadingSet]]:
    held_out = HeldOut.read(options.held_out)
    sets, validation = [], []
    for folder, sources in (
        (options.data, TRAINING_SOURCES),
        (options.bench_dir, BENCH_SOURCES),
    ):
        for source in sources:
            if source.name not in options.sets:
                continue
            data = source.read(folder, source.name, held_out)
            if source.name in _VALIDATED:
                data, rest = hold_out(data, _EVERY)
                validation.append(rest)
            answered = sum(bool(one.answers) for one in data.questions)
            changed = sum(len(one.near_misses) for one in data.questions)
            report(
                f"{source.name}: {len(data.questions)} questions, {answered} answered,"
                f" {changed} near misses, {len(data.passages)} passages"
            )
            mined = load_mined(data, kept / "mined", report)
            sets.append(TrainingSet(data, mined, source.share))
    return sets, validation


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--weights", type=Path, required=True, help="folder of the encoder to start from")
    add("--data", type=Path, required=True, help="folder of training data")
    add("--bench-dir", type=Path, required=True, help="folder of the benchmarks")
    add("--output", type=Path, required=True, help="model folder to write; holds the checkpoint")
    names = [source.name for source in (*TRAINING_SOURCES, *BENCH_SOURCES)]
    add("--sets", nargs="+", default=names, choices=names, metavar="NAME", help="default: all")
    held_out = "*.jsonl.gz with texts whose documents must not be trained on"
    add("--held-out", nargs="*", type=Path, default=[], metavar="FILE", help=held_out)
    add("--validate-every", type=int, default=300, metavar="STEPS")
    add("--report-every", type=int, default=20, metavar="STEPS")
    add("--save-every", type=float, default=300, metavar="SECONDS")
    for each in fields(Settings):
        add(f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default)
    return parser


if __name__ == "__main__":
    main()
