"""Measure how often a sentence is judged supported by a passage, rightly and wrongly.

    python -m scripts.measure_support --bench-dir FOLDER [--bench NAME ...] [--queries N]

Sentences are made from reading comprehension questions, with the answer in place of the
interrogative. Each is checked against the part of its document that holds the answer, which should
support it; against another part and against the most similar of 60 other documents, which should
not; and, with another question's answer in place of its own, against the right part again. The
benchmarks are those of scripts.evaluate whose queries have "answers".
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.index.analyzer import Analyzer
from embeddings.text.normalize import fold
from scripts.benchmarks.benchmark import SEED, Benchmark
from scripts.benchmarks.reader import benchmark_names, read_benchmark, read_text
from service.generation.support import is_supported
from service.questions.question import read_question
from service.settings import Settings
from service.workspace.index_maintenance import load_analyzer

_LENGTH, _STEP = 300, 240
_LONGEST_ANSWER = 40
_OTHERS = 60
_KINDS = ("right", "other document", "other part", "wrong words", "wrong number")
Case = tuple[str, str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, make sentences, check and report."""
    options = _parser().parse_args(arguments)
    analyzer = load_analyzer(Settings.load())
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    try:
        for name in benchmark_names(options.bench_dir, options.bench):
            bench = read_benchmark(options.bench_dir, name).with_at_most(options.queries)
            answers = read_answers(options.bench_dir, name)
            for kind, sentence, passage in cases(bench, answers, analyzer):
                counts[kind].append(is_supported(sentence, [passage], analyzer))
    except (WenbaoError, OSError) as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(table(counts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--bench-dir", type=Path, required=True, metavar="FOLDER")
    parser.add_argument(
        "--bench", nargs="+", default=[], metavar="NAME", help="only these (default: all)"
    )
    parser.add_argument(
        "--queries",
        type=int,
        default=0,
        metavar="N",
        help="a fixed sample of N queries per benchmark",
    )
    return parser


def cases(bench: Benchmark, answers: dict[str, str], analyzer: Analyzer) -> Iterator[Case]:
    """Yield the kind, sentence and passage of every check."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed sample
    documents = {document.id: document for document in bench.documents}
    for query in bench.queries:
        answer = answers.get(query.id, "")
        right = documents[min(query.right)]
        parts = _parts(right.text)
        holding = [part for part in parts if answer in part]
        if not 0 < len(answer) <= _LONGEST_ANSWER or not holding:
            continue
        sentence = statement(query.text, answer, analyzer)
        passage = _most_similar(sentence, holding)
        yield "right", sentence, f"{right.title}\n{passage}"
        others = rng.sample(bench.documents, min(_OTHERS, len(bench.documents)))
        texts = [other.text[:_LENGTH] for other in others if other.id not in query.right]
        if texts:
            yield "other document", sentence, _most_similar(sentence, texts)
        if rest := [part for part in parts if answer not in part]:
            yield "other part", sentence, _most_similar(sentence, rest)
        numeric = bool(re.search(r"\d", answer))
        pool = [a for a in answers.values() if bool(re.search(r"\d", a)) is numeric]
        wrong = rng.choice(pool)
        if len(wrong) <= _LONGEST_ANSWER and fold(wrong) not in fold(right.text):
            kind = "wrong number" if numeric else "wrong words"
            yield kind, statement(query.text, wrong, analyzer), f"{right.title}\n{passage}"


def statement(question: str, answer: str, analyzer: Analyzer) -> str:
    """Return the question with ``answer`` in place of its first interrogative."""
    folded = fold(question).rstrip("? 。")
    content = read_question(folded, analyzer.segmenter).content
    asking = re.search(" +", content)
    if not asking:
        return f"{folded}是{answer}"
    return folded[: asking.start()] + answer + folded[asking.end() :]


def read_answers(folder: Path, name: str) -> dict[str, str]:
    """Return the first answer of each query that has one."""
    lines = read_text(folder, name, "queries").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {str(row["id"]): str(row["answers"][0]) for row in rows if row.get("answers")}


def table(counts: dict[str, list[bool]]) -> str:
    """Return a Markdown table: the share of each kind that is judged supported."""
    rows = [
        f"| {kind} | {len(counts[kind])} | {sum(counts[kind]) / len(counts[kind]):.3f} |"
        for kind in _KINDS
        if counts.get(kind)
    ]
    return "\n".join(["| passage or answer | sentences | supported |", "|---|---|---|", *rows, ""])


def _parts(text: str) -> list[str]:
    return [text[at : at + _LENGTH] for at in range(0, max(1, len(text) - _LENGTH + _STEP), _STEP)]


def _most_similar(sentence: str, texts: Sequence[str]) -> str:
    """Return the text that shares the most character bigrams with ``sentence``."""
    pairs = {sentence[at : at + 2] for at in range(len(sentence) - 1)}
    return max(texts, key=lambda text: sum(pair in text for pair in pairs))


if __name__ == "__main__":
    main()
