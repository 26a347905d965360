"""Cut documents into passages, and find out what each of them says to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Article, Span
from embeddings.passages import PassageSettings, build_context, split_passages
from embeddings.text.normalize import fold, fold_aligned
from embeddings.text.terms import load_segmenter
from scripts.reader.examples import Passage, Question, ReadingSet
from scripts.reader.near_misses import NearMisses

CUTS = (PassageSettings(), PassageSettings(minimum=80, maximum=160, overlap=40))
"""The product's passages, and shorter ones: a reader should not learn where answers stand."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, and the rows and ranges of its passages."""

    number: int
    text: str
    rows: tuple[tuple[int, Span], ...]


class Collection:
    """The passages of documents, and the questions on them.

    Attributes:
        questions: so far.
    """

    def __init__(self, name: str, cuts: Sequence[PassageSettings] = CUTS) -> None:
        self.questions: list[Question] = []
        self._cuts = cuts
        self._name = name
        self._passages: list[Passage] = []
        self._texts: list[str] = []

    def cut(self, title: str, text: str) -> Document:
        """Add a document's passages."""
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
        return Document(number, text, tuple(rows))

    def ask(self, text: str, document: Document, answers: Sequence[Span]) -> None:
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

    def tell(self, text: str, document: Document) -> None:
        """Add a question that the document answers, all of whose passages do."""
        given: dict[int, tuple[Span, ...]] = {row: () for row, _ in document.rows}
        self.questions.append(Question(fold(text), document.number, given, ()))

    def finish(self) -> ReadingSet:
        """Return everything, with the near misses of the questions."""
        near_misses = NearMisses([q.text for q in self.questions], load_segmenter(()))
        texts = [fold(text) for text in self._texts]
        questions = [near_misses.add_to(q, texts[q.document]) for q in self.questions]
        return ReadingSet(self._name, tuple(self._passages), tuple(questions))
