"""Fit the weights of service/retrieval/ranking.py.

    python -m scripts.train_ranker --data FOLDER [--sets NAME ...] [--bench-dir FOLDER]
                                   [--questions N] [--work-dir FOLDER]

The data are the encoder's training pairs (<name>.jsonl.gz of {a, b}), but only sets that the
encoder never saw: on pairs that it learned by heart its cosine would be trusted too much. Of each
set the distinct b are the documents; an a must find its b among them. The benches in --bench-dir
are learned from too, but only their half "tuning" (see scripts/evaluate.py). The weights go to
standard output as Python, the share of questions whose document is among the candidates to
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
from scripts.benchmarks.reader import bench_names, read_bench
from scripts.fitting.conditional_logit import Example, fit
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
    """Read, index, measure, fit, print."""
    options = _parser().parse_args(arguments)
    analyzer = load_analyzer(Settings.load())
    benches = [_bench(options.data, name) for name in options.sets]
    if options.bench_dir:
        names = bench_names(options.bench_dir, [])
        benches += [read_bench(options.bench_dir, name).only(Half.TUNING) for name in names]
    sampled = [bench.with_at_most(options.questions) for bench in benches]
    with work_folder(options.work_dir) as folder:
        sets = [_examples(bench, Path(folder) / bench.name, analyzer) for bench in sampled]
    names = [field.name for field in fields(RankFeatures)]
    statement, question = fit(sets, free=[names.index("length")])
    sys.stdout.write(_python("STATEMENT", statement) + _python("QUESTION", question))


def _bench(data: Path, name: str) -> Benchmark:
    """Return a set of pairs as a bench: a sample of its documents, and their questions."""
    pairs = list(read_pairs([data / f"{name}.jsonl.gz"]))
    chance = random.Random(f"{SEED} {name}")  # noqa: S311 - a sample, no secret
    texts = list(dict.fromkeys(pair.b for pair in pairs))
    sample = chance.sample(texts, min(len(texts), _DOCUMENTS))
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


def _examples(bench: Benchmark, folder: Path, analyzer: Analyzer) -> list[Example]:
    collection = open_collection(bench, folder, analyzer, lambda done, total: None)
    examples = [_example(query, collection) for query in bench.queries]
    found = [example for example in examples if example.right.any()]
    share = len(found) / max(1, len(examples))
    sys.stderr.write(f"{bench.name}: {len(examples)} questions, found {share:.3f}\n")
    return found


def _example(query: Query, collection: Collection) -> Example:
    index, library, analyzer = collection.index, collection.library, collection.analyzer
    read = read_question(query.text, analyzer.segmenter)
    retrieval = retrieve(read, index, library, analyzer, RANKED)
    hits = retrieval.measured
    features = measure_features(hits, retrieval.query_terms)
    return Example(
        features=np.array([_row(one) for one in features], dtype=np.float32).reshape(len(hits), -1),
        right=np.array([hit.article.id in query.right for hit in hits], dtype=bool),
        asks=read.kind is not QuestionKind.ANY,
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
    parser.add_argument("--sets", nargs="+", default=list(SETS), help="which sets to learn from")
    parser.add_argument("--bench-dir", type=Path, help="folder of benches to learn from too")
    parser.add_argument("--work-dir", type=Path, help="where to keep the indexes for another run")
    parser.add_argument("--questions", type=int, default=1000, help="at most so many of each set")
    return parser


if __name__ == "__main__":
    main()
