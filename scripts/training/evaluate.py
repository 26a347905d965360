"""How well an encoder alone finds the right document: MRR@10 on retrieval sets.

    python -m scripts.training.evaluate --bench FOLDER [--model FOLDER_OR_NAME]

A set is ``<name>.corpus.jsonl.gz`` {id, title, text}, ``<name>.queries.jsonl.gz`` {id, text} and
``<name>.qrels.jsonl.gz`` {query, doc}. A document scores as its best piece of 300 characters.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.encoder import DEFAULT_ENCODER, Encoder, load_encoder

_PIECE = 300  # characters
_DEPTH = 10


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one line a set to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--model", default=str(DEFAULT_ENCODER))
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.model)
    for path in sorted(options.bench.glob("*.corpus.jsonl.gz")):
        name = path.name.partition(".")[0]
        score = mean_reciprocal_rank(encoder, options.bench, name)
        sys.stdout.write(f"{name:24} MRR@{_DEPTH} {score:.3f}\n")


def mean_reciprocal_rank(encoder: Encoder, bench: Path, name: str) -> float:
    """Return the mean over the queries of 1 / rank of the first right document, 0 below rank 10."""
    corpus = _lines(bench / f"{name}.corpus.jsonl.gz")
    queries = _lines(bench / f"{name}.queries.jsonl.gz")
    right = _right_documents(bench / f"{name}.qrels.jsonl.gz")
    scores = document_scores(encoder, [query["text"] for query in queries], corpus)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :_DEPTH]
    found = ([corpus[document]["id"] for document in row] for row in best)
    wanted = (right[query["id"]] for query in queries)
    return float(np.mean([_reciprocal_rank(*each) for each in zip(found, wanted, strict=True)]))


def document_scores(
    encoder: Encoder, questions: Sequence[str], corpus: Sequence[dict[str, str]]
) -> NDArray[np.float32]:
    """Return the cosine of each question and each document's best piece, ``(questions, docs)``."""
    pieces = [_pieces(document) for document in corpus]
    passages = encoder.encode_passages([piece for each in pieces for piece in each])
    starts = np.cumsum([0, *(len(each) for each in pieces[:-1])])
    scores = encoder.encode_queries(questions) @ passages.T
    best: NDArray[np.float32] = np.maximum.reduceat(scores, starts, axis=1)
    return best


def _pieces(document: dict[str, str]) -> list[str]:
    text = document["text"]
    starts = range(0, max(len(text), 1), _PIECE)
    return [f"{document['title']} {text[start : start + _PIECE]}" for start in starts]


def _reciprocal_rank(found: Sequence[str], wanted: set[str]) -> float:
    return next((1 / rank for rank, each in enumerate(found, start=1) if each in wanted), 0.0)


def _right_documents(path: Path) -> dict[str, set[str]]:
    right: dict[str, set[str]] = {}
    for line in _lines(path):
        right.setdefault(line["query"], set()).add(line["doc"])
    return right


def _lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
