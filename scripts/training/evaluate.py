"""Measure how well an encoder alone finds the right document: MRR@10 on benchmarks.

    python -m scripts.training.evaluate --bench FOLDER [--model FOLDER_OR_NAME]

The benchmarks are those of scripts.evaluate. A document scores as its best piece of 300 characters.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.errors import WenbaoError
from scripts.benchmarks.benchmark import Benchmark, Document
from scripts.benchmarks.metrics import METRICS, score
from scripts.benchmarks.reader import benchmark_names, read_benchmark

_PIECE = 300  # characters
_DEPTH = 10
_METRIC = f"MRR@{_DEPTH}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one line per benchmark to standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--bench", type=Path, required=True, help="folder with the benchmarks")
    parser.add_argument("--model", default=str(STATIC_ENCODER), help="default: the shipped one")
    options = parser.parse_args(arguments)
    try:
        encoder = load_encoder(options.model)
        for name in benchmark_names(options.bench):
            value = mean_reciprocal_rank(encoder, read_benchmark(options.bench, name))
            sys.stdout.write(f"{name:24} {_METRIC} {value:.3f}\n")
    except WenbaoError as error:
        raise SystemExit(str(error)) from error


def mean_reciprocal_rank(encoder: Encoder, bench: Benchmark) -> float:
    """Return the mean over the queries of 1 / rank of the first right document, 0 below rank 10."""
    queries = [query.text for query in bench.queries]
    scores = document_scores(encoder, queries, bench.documents)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :_DEPTH]
    ranked = [[bench.documents[place].id for place in row] for row in best]
    values = score(ranked, [query.right for query in bench.queries])
    return float(values[:, METRICS.index(_METRIC)].mean())


def document_scores(
    encoder: Encoder, questions: Sequence[str], documents: Sequence[Document]
) -> NDArray[np.float32]:
    """Return the cosine of each question and each document's best piece, ``(questions, docs)``."""
    pieces = [_pieces(document) for document in documents]
    passages = encoder.encode_passages([piece for group in pieces for piece in group])
    starts = np.cumsum([0, *(len(group) for group in pieces[:-1])])
    scores = encoder.encode_queries(questions) @ passages.T
    best: NDArray[np.float32] = np.maximum.reduceat(scores, starts, axis=1)
    return best


def _pieces(document: Document) -> list[str]:
    text = document.text
    starts = range(0, max(len(text), 1), _PIECE)
    return [f"{document.title} {text[start : start + _PIECE]}" for start in starts]


if __name__ == "__main__":
    main()
