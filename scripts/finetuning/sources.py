"""Read the data sets: pairs, reading comprehension, questions on articles."""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.documents import Article, Passage
from embeddings.index.index import build_indexed_text
from embeddings.passages import PassageSettings, split_passages
from embeddings.text.normalize import fold
from scripts.finetuning.examples import QUERY_PROMPT, Example, ExampleSet
from scripts.finetuning.examples import Passage as FoundPassage
from scripts.finetuning.overlap import HeldOut

# Shorter than the product's, so that nearly every passage fits into 128 tokens with its context.
_PASSAGES = PassageSettings(minimum=80, maximum=150, overlap=40)
_MOST = 6000  # examples of a set: more than a run uses
_QUERY_CHARACTERS = (4, 120)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set and its share of the batches.

    Attributes:
        read: reads its examples from the data folder.
    """

    name: str
    share: float
    read: Callable[[Path, str, HeldOut], ExampleSet]


def read_pairs(folder: Path, name: str, held_out: HeldOut) -> ExampleSet:
    """Read pairs {a, b}: each a should find the first passage of its b."""
    rows = [row for row in read_lines(folder, name) if row["a"] != row["b"]]
    examples = _Collected()
    for row in _sample(rows, name):
        texts = _cut(Article("", "", "", "", "", row["b"]))
        if texts and _is_query(row["a"]) and not held_out.shares(row["b"]):
            examples.add(row["a"], texts[0], row["b"])
    return ExampleSet(name, tuple(examples.passages), tuple(examples.examples))


def read_paraphrases(folder: Path, name: str, held_out: HeldOut) -> ExampleSet:
    """Read pairs {a, b} of sentences that say the same: both sides are questions."""
    examples = _Collected()
    for row in _sample(list(read_lines(folder, name)), name):
        a, b = fold(row["a"]), fold(row["b"])
        if a != b and _is_query(a) and not held_out.shares(b):
            examples.add(a, b, b)
    return ExampleSet(
        name, tuple(examples.passages), tuple(examples.examples), QUERY_PROMPT, mined=False
    )


def read_reading(folder: Path, name: str, held_out: HeldOut) -> ExampleSet:
    """Read questions {question, text, spans}: each should find the passage with its first span."""
    examples = _Collected()
    for row in _sample(list(read_lines(folder, name)), name):
        start, end = row["spans"][0]
        article = Article("", "", "", "", "", row["text"])
        for passage in split_passages(article, _PASSAGES):
            if passage.start <= start and end <= passage.end and not held_out.shares(row["text"]):
                examples.add(row["question"], _text_of(article, passage), row["text"])
                break
    return ExampleSet(name, tuple(examples.passages), tuple(examples.examples))


def read_article_questions(folder: Path, name: str, held_out: HeldOut) -> ExampleSet:
    """Read articles and their answerable questions: each should find the passage with its evidence.

    Other passages of the article that hold neither evidence nor answer are its siblings.
    """
    collected = _Collected()
    rows: dict[str, list[int]] = {}
    articles = {}
    for number, row in enumerate(read_lines(folder, f"{name}.articles")):
        article = Article(row["id"], "", row["title"], "", "", row["text"])
        if not held_out.shares(article.text):
            articles[article.id] = article
            found = [FoundPassage(text, number) for text in _cut(article)]
            rows[article.id] = [collected.append(passage) for passage in found]
    for question in read_lines(folder, f"{name}.questions"):
        if question["evidence"] and question["article"] in articles:
            article = articles[question["article"]]
            collected.examples += _examples_of(question, article, rows[article.id])
    return ExampleSet(name, tuple(collected.passages), tuple(collected.examples))


def _examples_of(question: dict[str, Any], article: Article, rows: list[int]) -> Iterator[Example]:
    """Yield the example of a question, unless its evidence is cut by the end of a passage."""
    evidence = question["evidence"]
    wanted = [evidence] if isinstance(evidence, str) else evidence
    texts = [passage.text_in(article) for passage in split_passages(article, _PASSAGES)]
    right = [row for row, text in zip(rows, texts, strict=True) if wanted[0] in text]
    told = [*wanted, *question["answers"]]
    silent = (not any(part in text for part in told) for text in texts)
    if right:
        siblings = tuple(row for row, is_silent in zip(rows, silent, strict=True) if is_silent)
        yield Example(fold(question["question"]), right[0], siblings)


class _Collected:
    """Passages, each once, and the examples that should find them."""

    def __init__(self) -> None:
        self.passages: list[FoundPassage] = []
        self.examples: list[Example] = []
        self._rows: dict[FoundPassage, int] = {}
        self._documents: dict[str, int] = {}

    def add(self, query: str, text: str, document: str) -> None:
        number = self._documents.setdefault(document, len(self._documents))
        row = self.append(FoundPassage(text, number))
        self.examples.append(Example(fold(query), row))

    def append(self, passage: FoundPassage) -> int:
        row = self._rows.setdefault(passage, len(self.passages))
        if row == len(self.passages):
            self.passages.append(passage)
        return row


def _cut(article: Article) -> list[str]:
    return [_text_of(article, passage) for passage in split_passages(article, _PASSAGES)]


def _text_of(article: Article, passage: Passage) -> str:
    """Return a passage as the product encodes it."""
    return fold(build_indexed_text(article, passage)).strip()


def _is_query(text: str) -> bool:
    shortest, longest = _QUERY_CHARACTERS
    return shortest <= len(text) <= longest


def _sample(rows: list[Any], name: str) -> list[Any]:
    draw = random.Random(name)  # noqa: S311 - a sample, not a secret
    return draw.sample(rows, min(_MOST, len(rows)))


def read_lines(folder: Path, name: str) -> Iterable[dict[str, Any]]:
    """Yield the lines of <name>.jsonl.gz in ``folder``."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


SOURCES = (
    Source("reading_news_qa", 0.35, read_article_questions),
    Source("reading_mrc", 0.15, read_reading),
    Source("zhihu_hot_question_excerpt", 0.15, read_pairs),
    Source("news_crud_title_body", 0.05, read_pairs),
    Source("xwlb_title_body", 0.05, read_pairs),
    Source("news_crud_lead_body", 0.05, read_pairs),
    Source("fincuge_news_summary_body", 0.04, read_pairs),
    Source("bedtimenews_qa", 0.04, read_pairs),
    Source("laws_title_chapter_text", 0.04, read_pairs),
    Source("paraphrase_lcqmc_bq_atec", 0.04, read_paraphrases),
    Source("paraphrase_afqmc_stsb_nli", 0.04, read_paraphrases),
)
"""Natural questions first; none of these sets is used to measure or to fit the ranking."""
