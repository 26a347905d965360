"""Fit the weights of service/retrieval/ranking.py.

    python -m scripts.train_ranker --data FOLDER [--sets NAME ...] [--bench-dir FOLDER]
                                   [--questions N] [--work-dir FOLDER]

The data are pairs like those that the encoders are trained on (<name>.jsonl.gz of {a, b}), but only
sets that they never saw: on pairs that one has memorised, its cosine would get too much weight. The
distinct b of a set are its documents, and each a must find its b among them. The benchmarks in
--bench-dir are used as well; of all, only the half "tuning" (see scripts/evaluate.py). The weights
go to standard output as Python, the share of questions whose document is among the candidates to
standard error. With WENBAO_MEANING=off they are those for hits that are not encoded yet.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.benchmarks.benchmark import SEED, Benchmark, Half, Query
from scripts.benchmarks.collection import Collection, Encoders, open_collection
from scripts.benchmarks.command_line import work_folder
from scripts.benchmarks.pairs import read_pairs_as_benchmark
from scripts.benchmarks.reader import benchmark_names, read_benchmark
from scripts.fitting.conditional_logit import Candidates, fit_conditional_logit
from service.answers.hits import Hit
from service.questions.query_terms import QueryTerms
from service.questions.question import QuestionKind, read_question
from service.retrieval.ranking import RankFeatures, measure_features
from service.retrieval.search import RANKED, retrieve
from service.settings import Settings

SETS = (
    "fincuge_news_summary_body",
    "news_security_qa",
    "ncp_policy_qa",
    "qbqtc_query_title",
    "bedtimenews_qa",
    "gov_message_board",
    "ruanyf_weekly_items",
)
_PARTLY_READ = 1 / 3  # the share of questions that are also shown with some hits not yet encoded


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, index, measure, fit and print."""
    options = _parser().parse_args(arguments)
    encoders = Encoders.load(Settings.load())
    pairs = [read_pairs_as_benchmark(options.data, name) for name in options.sets]
    benches = [bench.only(Half.TUNING) for bench in pairs]
    if options.bench_dir:
        names = benchmark_names(options.bench_dir, [])
        benches += [read_benchmark(options.bench_dir, name).only(Half.TUNING) for name in names]
    sampled = [bench.with_at_most(options.questions) for bench in benches]
    with work_folder(options.work_dir) as folder:
        sets = [_candidates_of_all(bench, Path(folder) / bench.name, encoders) for bench in sampled]
    names = [field.name for field in fields(RankFeatures)]
    unbounded = [names.index("length"), names.index("unread")]
    statement, question = fit_conditional_logit(sets, unbounded=unbounded)
    read = "_READ" if encoders.transformer else ""
    sys.stdout.write(_python(f"STATEMENT{read}", statement) + _python(f"QUESTION{read}", question))


def _candidates_of_all(bench: Benchmark, folder: Path, encoders: Encoders) -> list[Candidates]:
    collection = open_collection(bench, folder, encoders, lambda done, total: None)
    rng = random.Random(f"{SEED} {bench.name}")  # noqa: S311 - a sample, not a secret
    examples = [one for query in bench.queries for one in _candidates(query, collection, rng)]
    found = [example for example in examples if example.right.any()]
    share = len(found) / max(1, len(examples))
    sys.stderr.write(f"{bench.name}: {len(bench.queries)} questions, found {share:.3f}\n")
    return found


def _candidates(query: Query, collection: Collection, rng: random.Random) -> Iterator[Candidates]:
    read = read_question(query.text, collection.analyzer.segmenter)
    retrieval = retrieve(read, collection.snapshot, collection.library, RANKED)
    yield _measure(retrieval.measured, retrieval.query_terms, query)
    if collection.snapshot.meaning and rng.random() < _PARTLY_READ:
        share = rng.uniform(0, 1 / 2)  # with more unread hits, other weights apply
        hits = [_forget(hit) if rng.random() < share else hit for hit in retrieval.measured]
        yield _measure(hits, retrieval.query_terms, query)


def _forget(hit: Hit) -> Hit:
    return replace(hit, scores=replace(hit.scores, meaning=None))


def _measure(hits: Sequence[Hit], query_terms: QueryTerms, query: Query) -> Candidates:
    features = measure_features(hits, query_terms)
    return Candidates(
        features=np.array([_row(one) for one in features], dtype=np.float32).reshape(len(hits), -1),
        right=np.array([hit.article.id in query.right for hit in hits], dtype=bool),
        is_question=query_terms.question.kind is not QuestionKind.ANY,
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
