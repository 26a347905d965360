"""Fit the weights of service/answering/evidence_ranking.py and service/answering/confidence.py.

    python -m scripts.train_answers --bench-dir FOLDER [--bench NAME ...] [--queries N]
                                    [--work-dir FOLDER] [--out FOLDER]

The benchmarks are those of scripts.evaluate whose queries have "answers"; at least two are needed,
since each also gets the other's questions. Both models are fitted on one half of the documents. The
weights go to standard output as Python, their figures on the other half to standard error as
Markdown. --out also writes confidence.json, confidence.md, reliability.svg and reliability.png.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes
from scripts.answers.cases import Case, Origin
from scripts.answers.labelled_cases import LabelledCase, label
from scripts.answers.models import FittedModels, fit_models, measure
from scripts.answers.near_misses import Corpus, near_misses
from scripts.answers.report import markdown
from scripts.answers.results import FitResults
from scripts.benchmarks.benchmark import Benchmark
from scripts.benchmarks.collection import Encoders, open_collection
from scripts.benchmarks.command_line import add_bench_options, command_line, machine, work_folder
from scripts.benchmarks.plots import reliability_diagram
from scripts.benchmarks.reader import read_benchmark
from service.answering.confidence_features import ConfidenceFeatures
from service.answering.evidence import EvidenceFeatures
from service.settings import Settings

_FEWEST = 2
BENCHES = ("cmrc2018_dev", "xquad_zh", "news_security_mrc")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, answer, fit, print and measure."""
    options = _parser().parse_args(arguments)
    try:
        names = options.bench or list(BENCHES)
        if len(names) < _FEWEST:
            raise WenbaoError("name two benchmarks at least: each also gets the other's questions")
        benches = [
            read_benchmark(options.bench_dir, n).with_at_most(options.queries) for n in names
        ]
        with work_folder(options.work_dir) as folder:
            labelled = label_all(benches, Path(folder), Encoders.load(Settings.load()))
        fitted = fit_models(labelled)
        results = measure(labelled, fitted, command_line("train_answers", options), machine())
        if options.out:
            write(results, options.out)
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(as_python(fitted))
    sys.stderr.write(markdown(results))


def label_all(benches: Sequence[Benchmark], folder: Path, encoders: Encoders) -> list[LabelledCase]:
    """Answer and label every case of every benchmark; the indexes stay in ``folder``."""
    collections = {
        bench.name: open_collection(bench, folder / bench.name, encoders, lambda done, total: None)
        for bench in benches
    }
    corpora = [Corpus(bench, encoders.analyzer.segmenter) for bench in benches]
    labelled = []
    for corpus, foreign in zip(corpora, (*corpora[1:], corpora[0]), strict=True):
        sys.stderr.write(f"{corpus.bench.name}: {len(corpus.bench.queries)} questions\n")
        labelled += [label(case, collections[case.bench]) for case in cases(corpus, foreign)]
    return labelled


def cases(corpus: Corpus, foreign: Corpus) -> Iterator[Case]:
    """Yield every question as it is, without its article, put elsewhere, and as near misses."""
    name, elsewhere = corpus.bench.name, foreign.bench.name
    for query in corpus.bench.queries:
        if query.answers:
            document = min(query.right)
            yield Case(query.text, Origin.OWN, name, document, query.right, query.answers)
            yield Case(query.text, Origin.REMOVED, name, document, query.right)
            yield Case(query.text, Origin.FOREIGN, elsewhere, document, frozenset())
    yield from near_misses(corpus, foreign)


def write(results: FitResults, folder: Path) -> None:
    """Write the results as JSON, Markdown, SVG and PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(results), ensure_ascii=False, indent=2) + "\n"
    write_bytes(folder / "confidence.json", data.encode())
    write_bytes(folder / "confidence.md", markdown(results).encode())
    write_bytes(folder / "reliability.svg", reliability_diagram(results.calibration, "svg"))
    write_bytes(folder / "reliability.png", reliability_diagram(results.calibration, "png"))


def as_python(fitted: FittedModels) -> str:
    """Return the weights as Python, ready for the code."""
    return (
        _python("RANKING", fitted.ranking)
        + _python("_WEIGHTS", fitted.signals)
        + f"_INTERCEPT = {fitted.confidence.intercept:.2f}\n"
    )


def _python(name: str, weights: EvidenceFeatures | ConfidenceFeatures) -> str:
    lines = (f"    {one.name}={getattr(weights, one.name):.2f},\n" for one in fields(weights))
    return f"{name} = {type(weights).__name__}(\n{''.join(lines)})\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add_bench_options(parser)
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the results here")
    return parser


if __name__ == "__main__":
    main()
