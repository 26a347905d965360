"""Fine-tune a transformer encoder, so that questions find the passages that answer them.

    python -m scripts.finetune_encoder --weights FOLDER --data FOLDER --output FOLDER

Weights and output are folders of a transformers BertModel with tokenizer.json; the data folder
holds the <name>.jsonl.gz files named in scripts/finetuning/sources.py. A run that was stopped goes
on from the checkpoint in the output folder; one that was finished writes the model again, so that
other values of --initial-share can be tried.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import load_negatives
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.settings import Settings
from scripts.finetuning.sources import SOURCES
from scripts.finetuning.trainer import Pace, Trainer, TrainingSet
from scripts.finetuning.validation import VALIDATION_SETS, ValidationSet, mean_reciprocal_rank

_CHECKPOINT = "checkpoint"


def print_line(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the data, find hard negatives, train, and write the model folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(**{each.name: getattr(options, each.name) for each in fields(Settings)})
    kept = options.output / _CHECKPOINT
    sets = _read_sets(options, kept, report)
    validation = [ValidationSet.read(options.data, name) for name in options.validate]
    encoder = TextEncoder(options.weights, settings.dropout)
    pace = Pace(options.report_every, options.save_every)
    trainer = Trainer(settings, encoder, sets, kept / "state.pt", pace)
    report(f"training from step {trainer.step} of {settings.steps}")
    validate = _make_validation(
        encoder, validation, (options.validate_every, settings.steps), report
    )
    trainer.train(report, validate)
    if options.initial_share:
        encoder.mix_in_initial(options.initial_share)
        validate(settings.steps)
    encoder.write(options.output)
    report(f"wrote {options.output}")


def _read_sets(
    options: argparse.Namespace, folder: Path, report: Callable[[str], None]
) -> list[TrainingSet]:
    held_out = HeldOut.read(options.held_out)
    sets = []
    for source in SOURCES:
        if source.name in options.sets:
            data = source.read(options.data, source.name, held_out)
            report(f"{source.name}: {len(data.examples)} examples, {len(data.passages)} passages")
            negatives = load_negatives(data, folder / "negatives", report)
            sets.append(TrainingSet(data, negatives, source.share))
    return sets


def _make_validation(
    encoder: TextEncoder,
    sets: Sequence[ValidationSet],
    steps: tuple[int, int],
    report: Callable[[str], None],
) -> Callable[[int], None]:
    every, last = steps

    def validate(step: int) -> None:
        if step % every and step != last:
            return
        begin = time.monotonic()
        values = {one.name: mean_reciprocal_rank(encoder, one) for one in sets}
        line = " ".join(f"{name} {value:.3f}" for name, value in values.items())
        mean = sum(values.values()) / max(1, len(values))
        seconds = time.monotonic() - begin
        report(f"validation at {step}: MRR@10 mean {mean:.4f} {line} ({seconds:.0f} s)")

    return validate


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--weights", type=Path, required=True, help="folder of the model to start from")
    add("--data", type=Path, required=True, help="folder with <name>.jsonl.gz files")
    add("--output", type=Path, required=True, help="model folder to write; holds the checkpoint")
    names = [source.name for source in SOURCES]
    add("--sets", nargs="+", default=names, choices=names, metavar="NAME", help="default: all")
    held_out = "*.jsonl.gz with texts whose documents must not be trained on"
    add("--held-out", nargs="*", type=Path, default=[], metavar="FILE", help=held_out)
    add("--validate", nargs="*", default=list(VALIDATION_SETS), metavar="NAME")
    add("--validate-every", type=int, default=200, metavar="STEPS")
    add("--report-every", type=int, default=20, metavar="STEPS")
    saving = "time between two checkpoints to resume from"
    add("--save-every", type=float, default=300, metavar="SECONDS", help=saving)
    share = "share of the initial weights in the result: 0 leaves the trained ones, 1 the initial"
    add("--initial-share", type=float, default=0.0, metavar="SHARE", help=share)
    for each in fields(Settings):
        add(f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default)
    return parser


if __name__ == "__main__":
    main()
