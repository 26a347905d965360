"""Train the shipped static encoder from pairs of texts.

    python -m scripts.train_encoder --data FOLDER --output FOLDER

The data folder holds <name>.jsonl.gz files with lines of {"a", "b"}.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from scripts.training.initial_vectors import initial_vectors
from scripts.training.model_folder import write_model
from scripts.training.pairs import data_sets, read_pairs
from scripts.training.settings import Examples, Settings
from scripts.training.tokens import same_text, tokenise
from scripts.training.trainer import Trainer
from scripts.training.vocabulary import count_words, make_tokenizer


def main(arguments: Sequence[str] | None = None) -> None:
    """Count words, tokenise, train, and write the model folder."""
    options = _parser().parse_args(arguments)
    settings = Settings(**{each.name: getattr(options, each.name) for each in fields(Settings)})
    paths = data_sets(options.data, options.without)
    report(f"counting words in {len(paths)} data sets")
    tokenizer = make_tokenizer(count_words(paths), settings.vocabulary)
    pairs = list(read_pairs(paths))
    report(f"tokenising {len(pairs)} pairs")
    examples = Examples(
        a=tokenise(tokenizer, (pair.a for pair in pairs)),
        b=tokenise(tokenizer, (pair.b for pair in pairs)),
        sources=same_text([pair.source for pair in pairs]),
        same_a=same_text([pair.a for pair in pairs]),
        same_b=same_text([pair.b for pair in pairs]),
    )
    report("making the initial vectors")
    initial = initial_vectors(settings, examples)
    vectors = Trainer(settings, examples, initial, options.checkpoint).train(report)
    write_model(options.output, tokenizer, vectors.astype(np.float16))
    report(f"wrote {options.output}")


def report(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with <name>.jsonl.gz files"
    )
    parser.add_argument("--output", type=Path, required=True, help="model folder to write")
    parser.add_argument("--checkpoint", type=Path, help="file to save progress to and resume from")
    parser.add_argument(
        "--without", nargs="*", default=[], metavar="NAME", help="data sets to leave out"
    )
    for each in fields(Settings):
        parser.add_argument(
            f"--{each.name.replace('_', '-')}", type=type(each.default), default=each.default
        )
    return parser


if __name__ == "__main__":
    main()
