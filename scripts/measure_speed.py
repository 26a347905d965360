"""Measure how fast the encoders and the search are on this machine, and how much memory they use.

    python -m scripts.measure_speed --questions FILE [--data FOLDER]

The questions are those of `wenbao eval`: JSON lines with one question each. They search the library
in --data (default: the product's), one after the other in one thread, three times; the first round
is a warm-up and does not count. The static encoder is measured on up to 20,000 of the library's
passages, cut to 200 characters, the transformer on up to 512 of them. Each is encoded once only,
since the tokenizer caches recent words.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from rich.console import Console

from embeddings.errors import WenbaoError
from embeddings.library.library import Library
from embeddings.meaning.meaning import Meaning
from service.assistant import Assistant
from service.console.progress_bars import ProgressBars
from service.evaluation.items import read_items
from service.ingestion.ingestion import Ingestion
from service.settings import Settings

_PASSAGES = 20_000
_DEEP_PASSAGES = 512
_LARGE_LIBRARY = 130_000  # passages
_CHUNK = 16
_CHARACTERS = 200
_ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Open, search, encode and print."""
    options = _parser().parse_args(arguments)
    try:
        questions = [item.turns[0].question for item in read_items(options.questions)]
        with ProgressBars(Console(stderr=True)) as bars:
            workspace = Ingestion.open(Settings.load(data=options.data), bars).workspace
    except WenbaoError as error:
        raise SystemExit(str(error)) from error
    snapshot = workspace.snapshot()
    p50, p99 = _milliseconds(lambda text: Assistant(workspace).search(text, 10), questions)
    sys.stdout.write(f"passages: {len(snapshot.index.vectors):,}\n")
    sys.stdout.write(f"search: p50 {p50:.1f} ms, p99 {p99:.1f} ms, {len(questions)} questions\n")
    encoding, _ = _milliseconds(snapshot.analyzer.encode_query, questions)
    sys.stdout.write(f"memory: {_resident_megabytes()} MB\n")
    texts = list(islice(_long_passages(workspace.library), _PASSAGES))
    speed = len(texts) / _seconds(partial(snapshot.analyzer.encode_passages, texts))
    name = snapshot.analyzer.encoder.name
    sys.stdout.write(f"{name}: {encoding:.2f} ms a question, {speed:,.0f} passages a second\n")
    if snapshot.meaning:
        _measure_transformer(snapshot.meaning, questions, texts[:_DEEP_PASSAGES])


def _measure_transformer(meaning: Meaning, questions: Sequence[str], texts: Sequence[str]) -> None:
    """Measure the encoder of ``meaning`` as the product runs it, each thread for itself."""
    encoding, _ = _milliseconds(meaning.encode_query, questions)
    sys.stdout.write(f"{meaning.encoder.name}: {encoding:.1f} ms a question\n")
    for threads in sorted({1, os.cpu_count() or 1}):
        chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
        with ThreadPoolExecutor(threads) as pool:
            seconds = _seconds(lambda: list(pool.map(meaning.encoder.encode_passages, chunks)))  # noqa: B023 - used at once
        speed = len(texts) / seconds
        hours = _LARGE_LIBRARY / speed / 3600
        sys.stdout.write(
            f"  on {threads} cores: {speed:.1f} passages a second;"
            f" {_LARGE_LIBRARY:,} would take {hours:.1f} hours\n"
        )


def _milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> tuple[float, float]:
    """Return median and 99th percentile."""
    taken = [_seconds(partial(ask, text)) for _ in range(_ROUNDS) for text in questions]
    p50, p99 = np.percentile(taken[len(questions) :], (50, 99))
    return 1000 * float(p50), 1000 * float(p99)


def _long_passages(library: Library) -> Iterator[str]:
    for article, passages in library.passages.walk():
        for stored in passages:
            text = stored.passage.text_in(article)
            if len(text) >= _CHARACTERS:
                yield text[:_CHARACTERS]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _resident_megabytes() -> int:
    """Return the peak memory of this process.

    On Linux it is read from /proc: getrusage also counts the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(
            line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines()
        )
        return int(fields["VmHWM"].split()[0]) // 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024**2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder with the library")
    return parser


if __name__ == "__main__":
    main()
