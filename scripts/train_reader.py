"""Train the reader: where in a passage the answer stands, or that it does not.

    python -m scripts.train_reader --weights FOLDER --examples FOLDER --output FOLDER

Weights are a folder of a transformers BertModel with tokenizer.json, such as the floats of the
shipped transformer; examples are what scripts.prepare_reading wrote. A run that was stopped goes on
from the checkpoint in the output folder. --reader begins with the weights of a trained reader of as
many layers. --teacher names the checkpoints of readers to imitate.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from scripts.reader.model import ReaderNetwork
from scripts.reader.model_folder import restore_reader, write_reader
from scripts.reader.settings import Settings
from scripts.reader.token_set import TokenSet
from scripts.reader.trainer import Trainer
from scripts.reader.validation import measure
from scripts.training.progress import print_line

STATE = Path("checkpoint", "state.pt")
"""The checkpoint inside the output folder."""


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the examples, train, and write the model folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(**{each.name: getattr(options, each.name) for each in fields(Settings)})
    device = options.device
    network = ReaderNetwork(options.weights, settings.layers, settings.dropout, device)
    if options.reader:
        restore_reader(options.reader, network)
    teachers = [ReaderNetwork.restore(options.weights, one, device) for one in options.teacher]
    sets = list(_load(options.examples / "training").values())
    validation = _load(options.examples / "validation")
    trainer = Trainer(settings, network, sets, options.output / STATE, teachers)
    report(f"training from step {trainer.step} of {settings.steps}")

    def validate(step: int) -> None:
        if step % options.validate_every == 0 or step == settings.steps:
            for name, one in validation.items():
                report(f"at {step}, {name}: {measure(network, one)}")

    trainer.train(report, validate, options.report_every, options.save_every)
    write_reader(options.output, network)
    report(f"wrote {options.output}")


def _load(folder: Path) -> dict[str, TokenSet]:
    return {path.stem: TokenSet.load(path) for path in sorted(folder.glob("*.npz"))}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--weights", type=Path, required=True, help="folder of the encoder to start from")
    add(
        "--reader",
        type=Path,
        help="folder of a reader to train further; its vectors are the encoder's",
    )
    add("--examples", type=Path, required=True, help="folder that prepare_reading wrote")
    add("--output", type=Path, required=True, help="model folder to write; holds the checkpoint")
    add("--teacher", type=Path, nargs="*", default=[], metavar="FILE", help="checkpoints")
    add("--device", default="cpu", help="where to compute: cpu, cuda, … (default: cpu)")
    add("--validate-every", type=int, default=300, metavar="STEPS")
    add("--report-every", type=int, default=20, metavar="STEPS")
    add("--save-every", type=float, default=300, metavar="SECONDS")
    for each in fields(Settings):
        add(f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default)
    return parser


if __name__ == "__main__":
    main()
