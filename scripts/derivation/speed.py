"""How fast onnxruntime runs the derived model.

    python -m scripts.derivation.speed FOLDER [--threads N ...] [--seconds S]

Times exclude the tokenizer. Each figure is the median of many runs, of random tokens.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scripts.derivation.bert import SPECIAL_PIECES
from scripts.derivation.model_folder import GRAPH
from scripts.derivation.session import open_session
from scripts.derivation.vectors import Network

_QUESTION, _PASSAGE = 24, 140  # tokens
_BATCH = 8
_SEED = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each number of threads."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="model folder")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, default=4, help="spent on each figure")
    options = parser.parse_args(arguments)
    for threads in options.threads:
        network = open_session(options.folder / GRAPH, threads)
        question, passage, passages = (
            seconds_per_run(network, texts, tokens, options.seconds)
            for texts, tokens in ((1, _QUESTION), (1, _PASSAGE), (_BATCH, _PASSAGE))
        )
        sys.stdout.write(
            f"threads {threads}: question of {_QUESTION} tokens {question * 1000:.1f} ms;"
            f" passages of {_PASSAGE} tokens a second: {1 / passage:.0f} one by one,"
            f" {_BATCH / passages:.0f} in batches of {_BATCH}\n"
        )


def seconds_per_run(network: Network, texts: int, tokens: int, seconds: float) -> float:
    """Return the median time of a run on ``texts`` texts of ``tokens`` tokens each."""
    draw = np.random.default_rng(_SEED)
    ids = draw.integers(len(SPECIAL_PIECES), 10_000, (texts, tokens))
    mask = np.ones_like(ids)
    network(ids, mask)
    times: list[float] = []
    while sum(times) < seconds:
        start = time.perf_counter()
        network(ids, mask)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
