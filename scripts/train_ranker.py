"""Fit the weights of service/retrieval/ranking.py.

    python -m scripts.train_ranker --data FOLDER [--sets NAME ...] [--bench-dir FOLDER]
                                   [--questions N] [--work-dir FOLDER]

The data are pairs like those that the encoder is trained on (<name>.jsonl.gz of {a, b}), but only
sets that it never saw: on pairs that it has memorised, its cosine would get too much weight. The
distinct b of a set are its documents, and each a must find its b among them. The benchmarks in
--bench-dir are used as well, but only their half "tuning" (see scripts/evaluate.py). The weights go
to standard output as Python, the share of questions whose document is among the candidates to
standard error.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.index.analyzer import Analyzer
from scripts.benchmarks.benchmark import SEED, Benchmark, Document, Half, Query
from scripts.benchmarks.collection import Collection, open_collection
from scripts.benchmarks.command_line import work_folder
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.fitting.conditional_logit import Candidates, fit_conditional_logit
from scripts.training.pairs import read_pairs
from service.questions.question import QuestionKind, read_question
from service.retrieval.ranking import RankFeatures, measure_features
from service.retrieval.search import RANKED, retrieve
from service.settings import Settings
from service.workspace.index_maintenance import load_analyzer

SETS = (
    "fincuge_news_summary_body",
    "news_security_qa",
    "ncp_policy_qa",
    "bedtimenews_qa",
    "gov_message_board",
    "ruanyf_weekly_items",
)
_DOCUMENTS = 7000
_CHARACTERS = 2500
_QUESTION_CHARACTERS = (4, 120)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, measure, fit and print."""
    options = _parser().parse_args(arguments)
    analyzer = load_analyzer(Settings.load())
    benches = [_read_pairs_as_benchmark(options.data, name) for name in options.sets]
    if options.bench_dir:
        names = benchmark_names(options.bench_dir, [])
        benches += [read_benchmark(options.bench_dir, name).only(Half.TUNING) for name in names]
    sampled = [bench.with_at_most(options.questions) for bench in benches]
    with work_folder(options.work_dir) as folder:
        sets = [_candidates_of_all(bench, Path(folder) / bench.name, analyzer) for bench in sampled]
    names = [field.name for field in fields(RankFeatures)]
    statement, question = fit_conditional_logit(sets, unbounded=[names.index("length")])
    sys.stdout.write(_python("STATEMENT", statement) + _python("QUESTION", question))


def _read_pairs_as_benchmark(data: Path, name: str) -> Benchmark:
    """Return a set of pairs as a benchmark: a sample of its documents and their questions."""
    pairs = list(read_pairs([data / f"{name}.jsonl.gz"]))
    rng = random.Random(f"{SEED} {name}")  # noqa: S311 - a sample, not a secret
    texts = list(dict.fromkeys(pair.b for pair in pairs))
    sample = rng.sample(texts, min(len(texts), _DOCUMENTS))
    kept = {text: f"{n:016x}" for n, text in enumerate(sample)}
    right: dict[str, set[str]] = {}
    shortest, longest = _QUESTION_CHARACTERS
    for pair in pairs:
        if pair.b in kept and shortest <= len(pair.a) <= longest:
            right.setdefault(pair.a, set()).add(kept[pair.b])
    return Benchmark(
        name,
        tuple(Document(key, "", text[:_CHARACTERS]) for text, key in kept.items()),
        tuple(Query(text, text, frozenset(ids)) for text, ids in sorted(right.items())),
    )


def _candidates_of_all(bench: Benchmark, folder: Path, analyzer: Analyzer) -> list[Candidates]:
    collection = open_collection(bench, folder, analyzer, lambda done, total: None)
    examples = [_candidates(query, collection) for query in bench.queries]
    found = [example for example in examples if example.right.any()]
    share = len(found) / max(1, len(examples))
    sys.stderr.write(f"{bench.name}: {len(examples)} questions, found {share:.3f}\n")
    return found


def _candidates(query: Query, collection: Collection) -> Candidates:
    index, library, analyzer = collection.index, collection.library, collection.analyzer
    read = read_question(query.text, analyzer.segmenter)
    retrieval = retrieve(read, index, library, analyzer, RANKED)
    hits = retrieval.measured
    features = measure_features(hits, retrieval.query_terms)
    return Candidates(
        features=np.array([_row(one) for one in features], dtype=np.float32).reshape(len(hits), -1),
        right=np.array([hit.article.id in query.right for hit in hits], dtype=bool),
        is_question=read.kind is not QuestionKind.ANY,
    )


def _row(features: RankFeatures) -> list[float]:
    return [getattr(features, field.name) for field in fields(RankFeatures)]


def _python(name: str, weights: NDArray[np.float32]) -> str:
    names = (field.name for field in fields(RankFeatures))
    lines = (f"    {field}={weight:.2f},\n" for field, weight in zip(names, weights, strict=True))
    return f"{name} = RankFeatures(\n{''.join(lines)})\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of <name>.jsonl.gz")
    parser.add_argument("--sets", nargs="+", default=list(SETS), help="the sets to fit on")
    parser.add_argument("--bench-dir", type=Path, help="folder of benchmarks to fit on as well")
    parser.add_argument("--work-dir", type=Path, help="keep the indexes here for the next run")
    parser.add_argument("--questions", type=int, default=1000, help="at most so many of each set")
    return parser


if __name__ == "__main__":
    main()
