"""Fit the weights of service/answering/confidence.py.

    python -m scripts.train_confidence --data FOLDER [--held-out FILE ...] [--every N]
                                       [--work-dir FOLDER] [--out FOLDER]

Asks the questions on the articles that scripts.prepare_reading, with the same --held-out,
did not train on. The weights go to standard output as Python, their figures to standard error as
Markdown. --out also writes confidence.json, confidence.md, reliability.svg and reliability.png.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.answers.answered_questions import AnsweredQuestion, answer
from scripts.answers.confidence_fit import ConfidenceResults, fit
from scripts.answers.confidence_report import render_markdown
from scripts.answers.held_out_questions import (
    NAME,
    add_other_years,
    read_collection,
    read_questions,
)
from scripts.benchmarks.collection import Encoders, open_collection
from scripts.benchmarks.command_line import machine, work_folder
from scripts.benchmarks.plots import reliability_diagram
from scripts.finetuning.overlap import HeldOut
from service.settings import Settings
from service.workspace.question_reader import start_reader

_REPORTED = 50


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, answer, fit, print and measure."""
    options = _parser().parse_args(arguments)
    try:
        with work_folder(options.work_dir) as folder:
            answered = list(_answer_all(options, Path(folder)))
        command = f"python -m scripts.train_confidence --data FOLDER --every {options.every}"
        results = fit(answered, command, machine())
        if options.out:
            _write(results, options.out)
    except (WenbaoError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(_render_python(results))
    sys.stderr.write(render_markdown(results))


def _answer_all(options: argparse.Namespace, folder: Path) -> Iterator[AnsweredQuestion]:
    articles = read_collection(options.data)
    encoders = Encoders.load(Settings.load())
    collection = open_collection(articles, folder / NAME, encoders, lambda done, total: None)
    held_out = HeldOut.read(options.held_out)
    reader = start_reader(os.cpu_count() or 1)
    questions = read_questions(options.data, articles, held_out, options.every)
    for done, asked in enumerate(add_other_years(questions, articles), 1):
        if found := answer(asked, collection, reader):
            yield found
        if done % _REPORTED == 0:
            sys.stderr.write(f"{done} questions\n")


def _write(results: ConfidenceResults, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(results), ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "confidence.json", data.encode())
    write_bytes(folder / "confidence.md", render_markdown(results).encode())
    write_bytes(folder / "reliability.svg", reliability_diagram(results.calibration, "svg"))
    write_bytes(folder / "reliability.png", reliability_diagram(results.calibration, "png"))


def _render_python(results: ConfidenceResults) -> str:
    """Return the weights as Python, ready for the code."""
    weights = (
        f"    {one.name}={getattr(results.weights, one.name):.2f},\n"
        for one in fields(results.weights)
    )
    return (
        f"_WEIGHTS = ConfidenceFeatures(\n{''.join(weights)})\n"
        f"_INTERCEPT = {results.intercept:.2f}\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, required=True, metavar="FOLDER", help="folder of training data")
    held_out = "*.jsonl.gz with texts whose documents were not trained on"
    add("--held-out", nargs="*", type=Path, default=[], metavar="FILE", help=held_out)
    add("--every", type=int, default=12, metavar="N", help="each N-th article (default: 12)")
    add("--work-dir", type=Path, metavar="FOLDER", help="keep the index here for the next run")
    add("--out", type=Path, metavar="FOLDER", help="write the results here")
    return parser


if __name__ == "__main__":
    main()
