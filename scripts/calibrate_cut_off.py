"""Fit the weights of service/retrieval/relevance.py, and measure what its cut-off does.

    python -m scripts.calibrate_cut_off --library DATA PRESENT ABSENT [--library ...]

DATA is the data folder of a library, PRESENT and ABSENT are files of questions for `wenbao eval`:
those that its articles answer, and those on other articles, such as PRESENT of another library.
Words of its own sentences are searched for as well, and names, words and letters that were made up
and that no article has. The weights go to standard output as Python. For each kind of query, a
table on standard error tells how many show anything, how many passages they show, and how often the
best passage of the right article is among them: by the printed weights, and by weights that were
fitted on the other libraries.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import WenbaoError
from scripts.benchmarks.benchmark import SEED
from scripts.fitting.logistic_regression import Logistic, fit_logistic
from service.answers.hits import Hit
from service.assistant import Assistant
from service.evaluation.items import read_items
from service.language import Language
from service.questions.question import QuestionKind
from service.retrieval.ranking import measure_features
from service.retrieval.relevance import LEAST, RelevanceFeatures, is_sentence
from service.retrieval.search import Search
from service.settings import Settings
from service.workspace.workspace import Workspace

_FOUND = 50
_MADE_UP = 60  # of each kind
_SENTENCES = 120  # whose words are searched for
_SHORTEST = 12  # characters of such a sentence
_DECAY = 2e-4
_SURNAMES = [
    "王",
    "李",
    "张",
    "刘",
    "陈",
    "杨",
    "赵",
    "黄",
    "周",
    "吴",
    "欧阳",
    "上官",
    "司马",
    "诸葛",
]
_RARE = "晴岚翎焱霁珩霖澍璟琬玥瑾煜曦骞霏芃昀茜蔚黛筱翊旻恺"
_THINGS = ["平台", "街道", "公司", "工程", "协会", "大桥", "中学", "行动"]
_LETTERS = "bcdfghjkqvwxzaeiou"
_NAMES = ("STATEMENT_READ", "QUESTION_READ", "STATEMENT", "QUESTION", "ENGLISH_READ")
Floats = NDArray[np.float64]
Models = dict[str, Logistic]
IsRight = Callable[[str | None], bool]
_PRESENT = ("question", "words of a sentence")


@dataclass(frozen=True, slots=True)
class Case:
    """What one query found.

    Attributes:
        kind: such as "question" or "made-up name".
        model: the name of the weights that apply.
        features: ``(n, features)`` of the hits, best first.
        fixed: ``(n,)``, the relevance of hits that needs no model; else nan.
        right: the place of the best passage of a right article; None if it was not found.
    """

    kind: str
    model: str
    features: Floats
    fixed: Floats
    right: int | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Search, fit, print the weights, and report."""
    options = _parser().parse_args(arguments)
    try:
        cases = {data: list(_collect(Path(data), *files)) for data, *files in options.library}
    except WenbaoError as error:
        raise SystemExit(str(error)) from error
    everything = [case for found in cases.values() for case in found]
    fitted = _fit(everything)
    sys.stdout.write("".join(map(_python, *zip(*fitted.items(), strict=True))))
    for data, found in cases.items():
        others = [case for other in cases if other != data for case in cases[other]]
        sys.stderr.write(f"\n{Path(data).name}\n{_report(found, fitted)}")
        if others:
            sys.stderr.write(f"\nby the weights of others\n{_report(found, _fit(others))}")


def _collect(data: Path, present: str, absent: str) -> Iterator[Case]:
    workspace = Workspace.open(Settings.load(data=data), lambda *_: None)
    search = partial(Assistant(workspace).search, limit=_FOUND)
    for item in read_items(Path(present)):
        for turn in item.turns[:1] if item.is_answerable else ():
            sources = turn.sources or (turn.source,)
            yield from _cases("question", search(turn.question), lambda s: s in sources)  # noqa: B023
    for words, source in _choose_words(workspace):
        yield from _cases("words of a sentence", search(words), lambda s: s == source)  # noqa: B023
    for item in read_items(Path(absent)):
        yield from _cases("question on others", search(item.turns[0].question), None)
    for kind, query in _make_up(workspace):
        yield from _cases(kind, search(query), None)


def _choose_words(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield one to three neighbouring words of sentences, each with the file of its article."""
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    articles = workspace.library.articles.page()
    for article in rng.choices(articles, k=_SENTENCES):
        sentences = [
            one for one in article.text.replace("\n", "。").split("。") if len(one) > _SHORTEST
        ]
        tagged = workspace.analyzer.segmenter.tagged(rng.choice(sentences or [article.text]))
        words = [word.text for word in tagged if len(word.text) > 1]
        if len(words) > 2:  # noqa: PLR2004 - so that three can be chosen
            first = rng.randrange(len(words) - 2)
            yield " ".join(words[first : first + rng.randint(1, 3)]), article.source


def _make_up(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield kinds and texts that no article has."""
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    contains = workspace.snapshot().index.lexical.contains
    count = 0
    while count < _MADE_UP:
        rare = "".join(rng.sample(_RARE, 2))
        if not contains("bigrams", rare):
            count += 1
            name = rng.choice(_SURNAMES) + rare
            yield "made-up name", name
            yield "made-up name, asked for", f"谁是{name}?"
            yield "made-up word", rare + rng.choice(_THINGS)
            yield "letters", "".join(rng.choices(_LETTERS, k=rng.randint(4, 9)))


def _cases(kind: str, found: Search, is_right: IsRight | None) -> Iterator[Case]:
    """Yield the query as it is, and as it would be before the transformer has encoded anything."""
    hits = found.retrieval.measured
    places = {hit.passage.id: place for place, hit in enumerate(found.retrieval.ranked)}
    hits = sorted(hits, key=lambda hit: places[hit.passage.id])
    right = [n for n, hit in enumerate(hits) if is_right and is_right(hit.article.source)]
    read = any(hit.scores.meaning is not None for hit in hits)
    for model, seen in ((True, hits), (False, [_forget(hit) for hit in hits])):
        if name := _name_model(found, is_read=model and read):
            features = measure_features(seen, found.retrieval.query_terms)
            rows = [_row(RelevanceFeatures.of(*pair)) for pair in zip(seen, features, strict=True)]
            fixed = [1.0 if hit.scores.relevance == 1.0 else np.nan for hit in hits]
            matrix = np.array(rows, dtype=float).reshape(len(rows), -1)
            yield Case(kind, name, matrix, np.array(fixed), right[0] if right else None)


def _name_model(found: Search, *, is_read: bool) -> str:
    question = found.question
    if question.language is Language.ENGLISH:
        return "ENGLISH_READ" if is_read and is_sentence(question) else ""
    name = "STATEMENT" if question.kind is QuestionKind.ANY else "QUESTION"
    return f"{name}_READ" if is_read else name


def _forget(hit: Hit) -> Hit:
    return replace(hit, scores=replace(hit.scores, meaning=None))


def _row(features: RelevanceFeatures) -> list[float]:
    return [getattr(features, field.name) for field in fields(RelevanceFeatures)]


def _fit(cases: Sequence[Case]) -> Models:
    return {name: _fit_model([case for case in cases if case.model == name]) for name in _NAMES}


def _fit_model(cases: Sequence[Case]) -> Logistic:
    """Fit the best right passages against all that absent queries found, both weighing the same."""
    rows, right, weights = [], [], []
    for case in cases:
        is_present = case.kind in _PRESENT
        kept = [case.right] if is_present else range(len(case.features))
        for place in kept:
            if place is not None:
                rows.append(case.features[place])
                right.append(is_present)
                weights.append(1.0 if is_present else 1 / len(case.features))
    mask, weighed = np.array(right), np.array(weights)
    weighed[mask] /= weighed[mask].sum()
    weighed[~mask] /= weighed[~mask].sum()
    return fit_logistic(np.array(rows), mask, weighed, _DECAY)


def _report(cases: Sequence[Case], models: Models) -> str:
    grouped: defaultdict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
    for case in cases:
        if len(case.features):
            fitted = models[case.model].probabilities(case.features)
            shown = np.where(np.isnan(case.fixed), fitted, case.fixed) >= LEAST
            has_right = case.right is not None and bool(shown[case.right])
            known = case.kind not in _PRESENT or case.right is not None
            if known:
                grouped[case.model, case.kind].append((int(shown.sum()), has_right))
    lines = ["weights, kind of query: queries, show anything, passages shown, right one shown\n"]
    for (model, kind), found in sorted(grouped.items()):
        counts, right = zip(*found, strict=True)
        share = f"{sum(right) / len(right):.3f}" if kind in _PRESENT else "-"
        some = sum(count > 0 for count in counts)
        mean = sum(counts) / len(counts)
        lines.append(f"{model}, {kind}: {len(found)}, {some}, {mean:.1f}, {share}\n")
    return "".join(lines)


def _python(name: str, model: Logistic) -> str:
    names = (field.name for field in fields(RelevanceFeatures))
    pairs = zip(names, model.weights, strict=True)
    weights = "".join(f"        {field}={weight:.2f},\n" for field, weight in pairs)
    head = f"{name} = LinearModel(\n    RelevanceFeatures(\n"
    return f"{head}{weights}    ),\n    {model.intercept:.2f},\n)\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--library",
        nargs=3,
        action="append",
        required=True,
        metavar=("DATA", "PRESENT", "ABSENT"),
        help="a data folder, questions that its articles answer, and questions on others",
    )
    return parser


if __name__ == "__main__":
    main()
