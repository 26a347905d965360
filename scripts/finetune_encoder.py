"""Fine-tune a transformer encoder, so that questions find the passages that answer them.

    python -m scripts.finetune_encoder --weights FOLDER --examples FOLDER --output FOLDER

Weights and output are folders of a transformers BertModel with tokenizer.json; examples are what
scripts.prepare_finetuning wrote. A run that was stopped goes on from the checkpoint in the output
folder; one that was finished writes the model again, so that other values of --initial-share can
be tried.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from scripts.finetuning.model import TextEncoder
from scripts.finetuning.settings import Settings
from scripts.finetuning.token_set import TokenSet
from scripts.finetuning.trainer import Pace, Trainer, TrainingSet
from scripts.finetuning.validation import mean_reciprocal_rank
from scripts.training.progress import print_line

STATE = Path("checkpoint", "state.pt")
"""The checkpoint inside the output folder."""


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the examples, find hard negatives, train, and write the model folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(**{each.name: getattr(options, each.name) for each in fields(Settings)})
    encoder = TextEncoder(options.weights, settings.dropout, options.device)
    validation = _load(options.examples / "validation")

    def validate(what: str) -> None:
        found = {name: mean_reciprocal_rank(encoder, one) for name, one in validation.items()}
        mean = sum(found.values()) / max(1, len(found))
        line = " ".join(f"{name} {value:.3f}" for name, value in found.items())
        report(f"MRR@10 of the {what} weights: mean {mean:.4f} {line}")

    validate("initial")
    sets = []
    for name, data in _load(options.examples / "training").items():
        report(f"finding hard negatives of {name}")
        sets.append(TrainingSet.prepare(data, encoder))
    pace = Pace(options.report_every, options.save_every)
    trainer = Trainer(settings, encoder, sets, options.output / STATE, pace)
    report(f"training from step {trainer.step} of {settings.steps}")
    trainer.train(report)
    validate("trained")
    encoder.mix_in_initial(options.initial_share)
    validate("mixed")
    encoder.write(options.output)
    report(f"wrote {options.output}")


def _load(folder: Path) -> dict[str, TokenSet]:
    return {path.stem: TokenSet.load(path) for path in sorted(folder.glob("*.npz"))}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--weights", type=Path, required=True, help="folder of the model to start from")
    add("--examples", type=Path, required=True, help="folder that prepare_finetuning wrote")
    add("--output", type=Path, required=True, help="model folder to write; holds the checkpoint")
    add("--device", default="cpu", help="where to compute: cpu, cuda, … (default: cpu)")
    add("--report-every", type=int, default=20, metavar="STEPS")
    saving = "time between two checkpoints to resume from"
    add("--save-every", type=float, default=300, metavar="SECONDS", help=saving)
    share = "share of the initial weights in the result: 0 leaves the trained ones, 1 the initial"
    add("--initial-share", type=float, default=0.25, metavar="SHARE", help=share)
    for each in fields(Settings):
        add(f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default)
    return parser


if __name__ == "__main__":
    main()
