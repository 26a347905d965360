"""Prepare what the reader is trained on: texts become tokens, hard negatives are searched for.

    python -m scripts.prepare_reading --data FOLDER [FOLDER ...] --tokenizer FOLDER --output FOLDER

The data folders hold the files named in scripts/reader/sources.py; the tokenizer's is that of the
encoder that the reader starts from. Training needs only what is written here, so that it can run
on another machine.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.finetuning.overlap import HeldOut
from scripts.reader.examples import ReadingSet
from scripts.reader.held_out import hold_out
from scripts.reader.mining import load_mined
from scripts.reader.sources import SOURCES, Source
from scripts.reader.tokenizing import load_tokenizer, tokenize
from scripts.training.progress import print_line

TRAINED, VALIDATED = "training", "validation"
"""Folders of the output."""


def main(
    arguments: Sequence[str] | None = None, report: Callable[[str], None] = print_line
) -> None:
    """Read the data sets one by one, search, and write their tokens."""
    options = _parser().parse_args(arguments)
    held_out = HeldOut.read(options.held_out)
    tokenizer = load_tokenizer(options.tokenizer)
    for source in SOURCES:
        if source.name not in options.sets:
            continue
        data = source.read(_find(source, options.data), source.name, held_out)
        parts = [(TRAINED, data)]
        if source.held_out:
            kept, rest = hold_out(data, source.held_out)
            parts = [(TRAINED, kept), (VALIDATED, rest)]
        for folder, part in parts:
            report(f"{folder}: {_describe(part)}")
            mined = load_mined(part, options.output / "mined", report)
            tokens = tokenize(part, mined, source.share, tokenizer)
            tokens.save(options.output / folder / f"{source.name}.npz")


def _describe(data: ReadingSet) -> str:
    answered = sum(bool(one.answers) for one in data.questions)
    changed = sum(len(one.near_misses) for one in data.questions)
    return (
        f"{data.name}: {len(data.questions)} questions, {answered} answered,"
        f" {changed} near misses, {len(data.passages)} passages"
    )


def _find(source: Source, folders: Sequence[Path]) -> Path:
    """Return the folder that holds the files of a source."""
    needed = source.needs or source.name
    for folder in folders:
        if any(folder.glob(f"{needed}.*")):
            return folder
    raise SystemExit(f"{needed} is in none of the folders of --data; leave it out with --sets")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="of the data sets")
    add("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    add("--output", type=Path, required=True, help="folder to write")
    names = [source.name for source in SOURCES]
    add("--sets", nargs="+", default=names, choices=names, metavar="NAME", help="default: all")
    held_out = "*.jsonl.gz with texts whose documents must not be trained on"
    add("--held-out", nargs="*", type=Path, default=[], metavar="FILE", help=held_out)
    return parser


if __name__ == "__main__":
    main()
