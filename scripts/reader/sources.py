"""Read the data sets: questions on articles, reading comprehension, headlines, answers."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.documents import Span
from embeddings.text.terms import load_segmenter
from scripts.benchmarks.benchmark import Half
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader.clozes import make_clozes
from scripts.reader.collection import CUTS, Collection, Document
from scripts.reader.examples import ReadingSet

_FEWEST_CHARACTERS, _MOST_CHARACTERS = 30, 280  # of an answer that is one passage
_LEADS = "news_crud_lead_body"
WRITTEN_ON = (
    "news_crud_title_body",
    _LEADS,
    "xwlb_title_body",
    "laws_title_chapter_text",
    "lctt_tech_sections",
    "fincuge_news_summary_body",
)
"""The sets whose articles the written questions are about."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set and its share of the questions.

    Attributes:
        read: reads it from the folder of training data or of benchmarks.
        held_out: of how many documents one is kept for validation; 0: none.
        needs: another set that must be in the folder; else its own.
    """

    name: str
    share: float
    read: Callable[[Path, str, HeldOut], ReadingSet]
    held_out: int = 0
    needs: str = ""


def read_article_questions(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read articles and questions on them, some of which they do not answer."""
    articles = {
        row["id"]: (row["title"], row["text"]) for row in read_lines(folder, f"{name}.articles")
    }
    return _read_questions(name, articles, list(read_lines(folder, f"{name}.questions")), held_out)


def read_written_questions(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read the questions that were written for this project on articles of other sets."""
    written = list(read_lines(Path(__file__).parent, name))
    wanted = {row["article"] for row in written}
    articles = {
        digest: article
        for article in _list_articles(folder)
        if (digest := _digest(*article)) in wanted
    }
    return _read_questions(name, articles, written, held_out)


def _list_articles(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield title and text of all articles on which questions were written."""
    for name in WRITTEN_ON:
        for row in read_lines(folder, name):
            is_cut = name == _LEADS
            title, text = ("", row["a"] + row["b"]) if is_cut else (row["a"], row["b"])
            yield title, text.strip()


def _digest(title: str, text: str) -> str:
    return hashlib.blake2b((title + text).encode(), digest_size=6).hexdigest()


def _read_questions(
    name: str,
    articles: Mapping[str, tuple[str, str]],
    questions: Sequence[Mapping[str, Any]],
    held_out: HeldOut,
) -> ReadingSet:
    found = Collection(name)
    asked = {row["article"] for row in questions}
    documents = {
        key: found.cut(*article)
        for key, article in articles.items()
        if key in asked and not held_out.shares(article[1])
    }
    for row in questions:
        if row["article"] in documents:
            document = documents[row["article"]]
            spans = _find_answers(document.text, row) if row["answers"] else []
            found.ask(row["question"], document, spans)
    return found.finish()


def read_spans(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read questions {question, text, spans}; all of them are answered."""
    found = Collection(name)
    documents: dict[str, Document] = {}
    for row in read_lines(folder, name):
        text = row["text"]
        if text not in documents and not held_out.shares(text):
            documents[text] = found.cut("", text)
        if text in documents:
            start, end = row["spans"][0]
            found.ask(row["question"], documents[text], [Span(start, end)])
    return found.finish()


def read_tuning_half(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read the questions of a benchmark's tuning half whose answer stands in their document."""
    found = Collection(name)
    right = {row["query"]: row["doc"] for row in read_lines(folder, f"{name}.qrels")}
    documents = {
        row["id"]: found.cut(row["title"], row["text"])
        for row in read_lines(folder, f"{name}.corpus")
        if Half.of(row["id"]) is Half.TUNING and not held_out.shares(row["text"])
    }
    for row in read_lines(folder, f"{name}.queries"):
        document = documents.get(right.get(row["id"], ""))
        if document and row["answers"]:
            start = document.text.find(row["answers"][0])
            if start >= 0:
                spans = [Span(start, start + len(row["answers"][0]))]
                found.ask(row["text"], document, spans)
    return found.finish()


def read_headlines(folder: Path, name: str, held_out: HeldOut, most: int = 3000) -> ReadingSet:
    """Make questions of headlines {a} whose number, person or place their article {b} repeats."""
    found, segmenter = Collection(name, CUTS[:1]), load_segmenter(())
    for title, text in _shuffle(folder, name):
        cloze = next(make_clozes(title, text, segmenter), None)
        if cloze and not held_out.shares(text):
            question, answer = cloze
            start = text.index(answer)
            spans = [Span(start, start + len(answer))]
            found.ask(question, found.cut("", text), spans)
        if len(found.questions) == most:
            break
    return found.finish()


def read_pairs(folder: Path, name: str, held_out: HeldOut, most: int = 3000) -> ReadingSet:
    """Read questions {a} and whole answers {b} that are one passage; where it tells is unknown."""
    found = Collection(name, CUTS[:1])
    for question, text in _shuffle(folder, name):
        if _FEWEST_CHARACTERS <= len(text) <= _MOST_CHARACTERS and not held_out.shares(text):
            document = found.cut("", text)
            if len(document.rows) == 1:
                found.tell(question, document)
        if len(found.questions) == most:
            break
    return found.finish()


def _shuffle(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    rows = [(row["a"], row["b"]) for row in read_lines(folder, name)]
    random.Random(name).shuffle(rows)  # noqa: S311 - a sample, not a secret
    yield from rows


def _find_answers(text: str, row: Mapping[str, Any]) -> list[Span]:
    """Return the ranges of the answers inside their evidence; one unless a list is asked for."""
    told = row["evidence"]
    parts = [told] if isinstance(told, str) else told
    answers = row["answers"] if row["kind"] == "list" else row["answers"][:1]
    spans = []
    for part in parts:
        begin = text.find(part)
        for answer in answers:
            at = part.find(answer)
            if begin >= 0 and at >= 0:
                spans.append(Span(begin + at, begin + at + len(answer)))
    return sorted(set(spans))


SOURCES = (
    Source("reading_news_qa", 0.38, read_article_questions, 12),
    Source("written_questions", 0.30, read_written_questions, 12, _LEADS),
    Source("reading_mrc", 0.11, read_spans, 25),
    Source("cmrc2018_dev", 0.05, read_tuning_half),
    Source("news_security_mrc", 0.03, read_tuning_half),
    Source("xquad_zh", 0.02, read_tuning_half),
    Source("news_crud_title_body", 0.03, read_headlines),
    Source(_LEADS, 0.03, read_headlines),
    Source("xwlb_title_body", 0.03, read_headlines),
    Source("ncp_policy_qa", 0.02, read_pairs),
    Source("medical_qa", 0.02, read_pairs),
)
