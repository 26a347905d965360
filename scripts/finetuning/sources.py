"""Read the data sets: pairs, reading comprehension, questions on articles."""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.documents import Article, Passage
from embeddings.index.index import build_indexed_text
from embeddings.passages import PassageSettings, split_passages
from embeddings.text.normalize import fold
from scripts.finetuning.examples import PASSAGE_PROMPT, QUERY_PROMPT, Example, ExampleSet
from scripts.finetuning.examples import Passage as FoundPassage
from scripts.finetuning.withheld import Withheld

# Shorter than the product's, so that nearly every passage fits into 128 tokens with its context.
_PASSAGES = PassageSettings(minimum=80, maximum=150, overlap=40)
_BEGINNING = 600  # characters that contain a text's first passage
_QUERY_CHARACTERS = (4, 120)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set.

    Attributes:
        weight: how often its examples come, compared with those of other sets.
        most: of its examples are read.
        read: reads them from the data folder.
        skipped: how many of a question's nearest passages are no hard negatives, because they may
            well answer it; None: none is, as too many sentences say the same.
    """

    name: str
    weight: float
    most: int
    read: "Read"
    skipped: int | None = 2


Read = Callable[[Path, Source, Withheld], ExampleSet]


def read_pairs(folder: Path, source: Source, withheld: Withheld) -> ExampleSet:
    """Read pairs {a, b}: each a should find the first passage of its b."""
    examples = _Collected(source)
    for row in examples.shuffle(read_lines(folder, source.name)):
        if row["a"] != row["b"] and _is_query(row["a"]) and not withheld.asks(row["a"]):
            text = cut_first(row["b"])
            if text and not withheld.tells(row["b"], text):
                examples.add(row["a"], text, text)
    return examples.finish()


def read_paraphrases(folder: Path, source: Source, withheld: Withheld) -> ExampleSet:
    """Read pairs {a, b} of sentences that say the same: both sides are questions."""
    examples = _Collected(source)
    for row in examples.shuffle(read_lines(folder, source.name)):
        a, b = fold(row["a"]), fold(row["b"])
        is_withheld = withheld.asks(a) or withheld.asks(b)
        if row["kind"] == "paraphrase" and a != b and _is_query(a) and not is_withheld:
            examples.add(a, b, b)
    return examples.finish(QUERY_PROMPT)


def read_reading(folder: Path, source: Source, withheld: Withheld) -> ExampleSet:
    """Read questions {question, text, spans}: each should find the passage with its first span."""
    examples = _Collected(source)
    for row in examples.shuffle(read_lines(folder, source.name)):
        start, end = row["spans"][0]
        article = Article("", "", "", "", "", row["text"])
        for passage in split_passages(article, _PASSAGES):
            if passage.start <= start and end <= passage.end and not withheld.tells(row["text"]):
                examples.add(row["question"], _text_of(article, passage), row["text"])
                break
    return examples.finish()


def read_article_questions(folder: Path, source: Source, withheld: Withheld) -> ExampleSet:
    """Read articles and their answerable questions: each should find the passage with its evidence.

    Other passages of the article that hold neither evidence nor answer are its siblings.
    """
    collected = _Collected(source)
    rows: dict[str, list[int]] = {}
    articles = {}
    for number, row in enumerate(read_lines(folder, f"{source.name}.articles")):
        article = Article(row["id"], "", row["title"], "", "", row["text"])
        if not withheld.tells(article.text):
            articles[article.id] = article
            found = [FoundPassage(text, number) for text in cut(article)]
            rows[article.id] = [collected.append(passage) for passage in found]
    for question in read_lines(folder, f"{source.name}.questions"):
        if question["evidence"] and question["article"] in articles:
            article = articles[question["article"]]
            collected.examples += _examples_of(question, article, rows[article.id])
    return collected.finish()


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

    def __init__(self, source: Source) -> None:
        self._source = source
        self.passages: list[FoundPassage] = []
        self.examples: list[Example] = []
        self._rows: dict[FoundPassage, int] = {}
        self._documents: dict[str, int] = {}

    def shuffle(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the rows in a random order, always the same, until there are enough examples."""
        draw = random.Random(self._source.name)  # noqa: S311 - a sample, not a secret
        ordered: Sequence[dict[str, Any]] = sorted(rows, key=lambda _: draw.random())
        for row in ordered:
            if len(self.examples) == self._source.most:
                return
            yield row

    def add(self, query: str, text: str, document: str) -> None:
        number = self._documents.setdefault(document, len(self._documents))
        row = self.append(FoundPassage(text, number))
        self.examples.append(Example(fold(query), row))

    def append(self, passage: FoundPassage) -> int:
        row = self._rows.setdefault(passage, len(self.passages))
        if row == len(self.passages):
            self.passages.append(passage)
        return row

    def finish(self, prompt: str = PASSAGE_PROMPT) -> ExampleSet:
        name = self._source.name
        return ExampleSet(name, tuple(self.passages), tuple(self.examples), prompt)


def cut(article: Article) -> list[str]:
    """Return the folded passages of an article, as the product encodes them but shorter."""
    return [_text_of(article, passage) for passage in split_passages(article, _PASSAGES)]


def cut_first(text: str) -> str:
    """Return the first folded passage of a text without a title; "" if it has none."""
    return next(iter(cut(Article("", "", "", "", "", text[:_BEGINNING]))), "")


def _text_of(article: Article, passage: Passage) -> str:
    return fold(build_indexed_text(article, passage)).strip()


def _is_query(text: str) -> bool:
    shortest, longest = _QUERY_CHARACTERS
    return shortest <= len(text) <= longest


def read_lines(folder: Path, name: str) -> Iterable[dict[str, Any]]:
    """Yield the lines of <name>.jsonl.gz in ``folder``."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


# Where the pairs are exact, even the nearest other passage does not answer.
SOURCES = (
    Source("reading_news_qa", 2.0, 10_000, read_article_questions, skipped=0),
    Source("reading_mrc", 2.0, 10_000, read_reading, skipped=0),
    Source("news_security_qa", 2.0, 9_000, read_pairs, skipped=0),
    Source("qbqtc_query_title", 2.0, 20_000, read_pairs),
    Source("gov_message_board", 1.5, 9_000, read_pairs),
    Source("medical_qa", 1.0, 12_000, read_pairs),
    Source("zhihu_hot_question_excerpt", 1.0, 30_000, read_pairs),
    Source("bedtimenews_qa", 1.0, 9_000, read_pairs),
    Source("alpaca_zh_instruction", 0.7, 8_000, read_pairs),
    Source("news_crud_title_body", 1.0, 7_000, read_pairs, skipped=0),
    Source("xwlb_title_body", 1.0, 14_000, read_pairs, skipped=0),
    Source("news_crud_lead_body", 0.7, 5_000, read_pairs),
    Source("laws_title_chapter_text", 0.7, 9_000, read_pairs),
    Source("lctt_tech_sections", 0.7, 5_000, read_pairs),
    Source("paraphrase_lcqmc_bq_atec", 0.7, 18_000, read_paraphrases, skipped=None),
    Source("paraphrase_afqmc_stsb_nli", 0.5, 8_000, read_paraphrases, skipped=None),
)
"""Real questions come more often."""
