"""Measure how well newspaper pages are read: characters, sentences, stories.

    python -m tests.support.newspapers                     # perfect characters: the layout alone
    python -m tests.support.newspapers --scan "clean 200"  # characters recognized in an image

Half of the templates are for developing; of the others only the figures are looked at.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from embeddings.layout.boxes import PrintedPage
from embeddings.scans.models import Models
from embeddings.scans.recognition import recognize
from tests.support.newspapers.papers import DEVELOPED, HELD_BACK, set_paper
from tests.support.newspapers.reading import read_newspaper
from tests.support.newspapers.scanning import SCANS, scan_page
from tests.support.newspapers.scoring import Score, score_stories
from tests.support.newspapers.truth import TruePage

MODELS = Models(threads=2)


class Row(NamedTuple):
    """The score of a paper, and the seconds that reading a page took."""

    name: str
    score: Score
    seconds: float


def measure(name: str, seed: int, scan: str) -> Row:
    """Return the score of one paper."""
    paper = set_paper(name, seed)
    start = time.perf_counter()
    pages = [_print(page, scan, seed) for page in paper.pages]
    stories = read_newspaper(pages)
    seconds = (time.perf_counter() - start) / len(pages)
    return Row(name, score_stories(stories, paper.stories), seconds)


def _print(page: TruePage, scan: str, seed: int) -> PrintedPage:
    if scan == "perfect":
        return page.print_at(200)
    return recognize(np.asarray(scan_page(page, SCANS[scan], seed)), MODELS, page.number)


def average(rows: Sequence[Row]) -> Row:
    """Return the mean of several rows, each paper counting once."""
    mean = Score(
        *(statistics.fmean(values) for values in zip(*(r.score for r in rows), strict=True))
    )
    return Row("mean", mean, statistics.fmean(row.seconds for row in rows))


def describe(row: Row) -> str:
    """Return a row as text."""
    score = row.score
    return (
        f"{row.name:22} CER {score.character_error_rate:.4f}  whole {score.whole:.3f}"
        f"  to the letter {score.exact:.3f}  parted {score.parted:.3f}  titles {score.titled:.3f}"
        f"  {row.seconds:5.1f} s/page"
    )


def measure_half(names: Sequence[str], seeds: int, scan: str, show: bool) -> Iterator[str]:
    """Yield a line for each paper, if these may be shown, and one for the mean."""
    rows = [measure(name, seed, scan) for name in names for seed in range(seeds)]
    if show:
        for name in names:
            mean = average([row for row in rows if row.name == name])
            yield describe(mean._replace(name=name))
    yield describe(average(rows))


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scan", choices=["perfect", *SCANS], default="perfect")
    parser.add_argument("--seeds", type=int, default=1, help="papers of each template")
    parser.add_argument("--half", choices=["developed", "held back", "both"], default="both")
    parser.add_argument("--only", help="one template")
    arguments = parser.parse_args()
    for title, papers in (("developed", DEVELOPED), ("held back", HELD_BACK)):
        if arguments.half not in {title, "both"}:
            continue
        names = [name for name in papers if arguments.only in {None, name}]
        print(f"{title}, {arguments.scan}")  # noqa: T201
        for line in measure_half(names, arguments.seeds, arguments.scan, title == "developed"):
            print(f"  {line}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
