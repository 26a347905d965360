"""Read the data sets: questions on articles, reading comprehension, headlines, answers."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.documents import Article, Span
from embeddings.passages import PassageSettings, build_context, split_passages
from embeddings.text.normalize import fold, fold_aligned
from embeddings.text.terms import Segmenter, load_segmenter
from scripts.benchmarks.benchmark import Half
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader.examples import Passage, Question, ReadingSet
from scripts.reader.near_misses import NearMisses

# The product's passages, and shorter ones: a reader should not learn where answers use to stand.
_CUTS = (PassageSettings(), PassageSettings(minimum=80, maximum=160, overlap=40))
_FEWEST_CHARACTERS, _MOST_CHARACTERS = 30, 280  # of an answer that is one passage
_NUMBER = re.compile(r"\d[\d.,]*(?=[^\d.,%\s])")
_ASKED = {"nr": "谁", "ns": "哪里", "nt": "哪个单位"}
_QUESTION_CHARACTERS = (6, 60)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set and its share of the questions.

    Attributes:
        read: reads it from the folder of training data or of benchmarks.
        held_out: of how many documents one is kept for validation; 0: none.
    """

    name: str
    share: float
    read: Callable[[Path, str, HeldOut], ReadingSet]
    held_out: int = 0


def read_article_questions(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read articles and questions on them, some of which they do not answer."""
    found = _Collected(name)
    articles = {}
    for row in read_lines(folder, f"{name}.articles"):
        if not held_out.shares(row["text"]):
            articles[row["id"]] = found.cut(row["title"], row["text"])
    for row in read_lines(folder, f"{name}.questions"):
        if row["article"] in articles:
            document = articles[row["article"]]
            spans = _find_answers(document.text, row) if row["answers"] else []
            found.ask(row["question"], document, spans)
    return found.finish()


def read_spans(folder: Path, name: str, held_out: HeldOut) -> ReadingSet:
    """Read questions {question, text, spans}; all of them are answered."""
    found = _Collected(name)
    documents: dict[str, _Document] = {}
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
    found = _Collected(name)
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
    found, segmenter = _Collected(name, _CUTS[:1]), load_segmenter(())
    for title, text in _shuffle(folder, name):
        cloze = next(_clozes(title, text, segmenter), None)
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
    found = _Collected(name, _CUTS[:1])
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


def _clozes(title: str, text: str, segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """Yield headlines with a piece replaced by an interrogative, and the piece."""
    shortest, longest = _QUESTION_CHARACTERS
    if not shortest <= len(title) <= longest:
        return
    for match in _NUMBER.finditer(title):
        if re.search(rf"(?<![\d.,]){re.escape(match.group())}(?![\d.,])", text):
            yield f"{title[: match.start()]}多少{title[match.end() :]}", match.group()
    start = 0
    for word in segmenter.tagged(title):
        asked, end = _ASKED.get(word.tag), start + len(word.text)
        if asked and len(word.text) > 1 and word.text in text:
            yield f"{title[:start]}{asked}{title[end:]}", word.text
        start = end


def _find_answers(text: str, row: dict[str, Any]) -> list[Span]:
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


@dataclass(frozen=True, slots=True)
class _Document:
    """A document's text, and the rows and ranges of its passages."""

    number: int
    text: str
    rows: tuple[tuple[int, Span], ...]


class _Collected:
    def __init__(self, name: str, cuts: Sequence[PassageSettings] = _CUTS) -> None:
        self.questions: list[Question] = []
        self._cuts = cuts
        self._name = name
        self._passages: list[Passage] = []
        self._texts: list[str] = []

    def cut(self, title: str, text: str) -> _Document:
        article = Article("", "", title, "", "", text)
        number, rows = len(self._texts), []
        self._texts.append(f"{title}\n{text}")
        ranges = set()
        for shortened, settings in enumerate(self._cuts):
            for passage in split_passages(article, settings):
                span = Span(passage.start, passage.end)
                if span not in ranges:
                    ranges.add(span)
                    rows.append((len(self._passages), span))
                    context = fold_aligned(build_context(article, passage))
                    told = fold_aligned(text[span.start : span.end])
                    self._passages.append(Passage(context, told, number, bool(shortened)))
        return _Document(number, text, tuple(rows))

    def ask(self, text: str, document: _Document, answers: Sequence[Span]) -> None:
        """Add a question; one whose answers are cut by every passage is left out.

        A passage that has an answer's words elsewhere counts neither as answering nor as silent.
        """
        given, silent = {}, []
        told = [document.text[a:b] for a, b in answers]
        for row, (start, end) in document.rows:
            inside = [Span(a - start, b - start) for a, b in answers if start <= a and b <= end]
            if inside:
                given[row] = tuple(inside)
            elif not any(words in document.text[start:end] for words in told):
                silent.append(row)
        if given or not answers:
            self.questions.append(Question(fold(text), document.number, given, tuple(silent)))

    def tell(self, text: str, document: _Document) -> None:
        """Add a question that the document answers, all of whose passages do."""
        given: dict[int, tuple[Span, ...]] = {row: () for row, _ in document.rows}
        self.questions.append(Question(fold(text), document.number, given, ()))

    def finish(self) -> ReadingSet:
        near_misses = NearMisses([q.text for q in self.questions], load_segmenter(()))
        texts = [fold(text) for text in self._texts]
        questions = [near_misses.add_to(q, texts[q.document]) for q in self.questions]
        return ReadingSet(self._name, tuple(self._passages), tuple(questions))


SOURCES = (
    Source("reading_news_qa", 0.38, read_article_questions, 12),
    Source("reading_written", 0.30, read_article_questions, 12),
    Source("reading_mrc", 0.11, read_spans, 25),
    Source("cmrc2018_dev", 0.05, read_tuning_half),
    Source("news_security_mrc", 0.03, read_tuning_half),
    Source("xquad_zh", 0.02, read_tuning_half),
    Source("news_crud_title_body", 0.03, read_headlines),
    Source("news_crud_lead_body", 0.03, read_headlines),
    Source("xwlb_title_body", 0.03, read_headlines),
    Source("ncp_policy_qa", 0.02, read_pairs),
    Source("medical_qa", 0.02, read_pairs),
)
