"""A conversation to be read elsewhere: questions, answers, and numbered notes of their sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from embeddings.documents import Article, Span
from service.answers.conversation import SourceReference, Turn

FindArticle = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Note:
    """Where words of the conversation were quoted from.

    Attributes:
        source: the file, as shown.
        page: the printed page, when the file has pages.
        link: the permanent address of the quote; "" when the article was deleted since.
    """

    n: int
    title: str
    byline: str
    date: str
    source: str
    page: int | None
    link: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of an answer.

    Attributes:
        strong: the words in it that answer; None when they are not known or stand elsewhere.
        notes: the numbers of the notes that it was taken from.
    """

    text: str
    strong: Span | None
    notes: tuple[int, ...]

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is strong; none is empty."""
        start, end = self.strong or (len(self.text), len(self.text))
        pieces = [
            (self.text[:start], False),
            (self.text[start:end], True),
            (self.text[end:], False),
        ]
        return [piece for piece in pieces if piece[0]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and what was answered.

    Attributes:
        understood: the standalone question that was answered in its stead, or "".
        lines: () when the question was declined.
    """

    asked_at: datetime
    question: str
    understood: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation. The notes are numbered through; a place quoted twice is one note."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]

    def notes_of(self, entry: Entry) -> list[Note]:
        """Return the notes of one answer, in the order of their numbers."""
        numbers = sorted({n for line in entry.lines for n in line.notes})
        return [self.notes[n - 1] for n in numbers]


def transcribe(
    title: str, turns: Sequence[Turn], find_article: FindArticle, base_url: str
) -> Transcript:
    """Return the transcript of ``turns``, oldest first; links begin with ``base_url``.

    Times are those of this machine's clock.
    """
    notes: dict[SourceReference, Note] = {}
    entries = []
    for turn in turns:
        articles = {one: find_article(one.article_id) for one in turn.sources}
        for reference, article in articles.items():
            if reference not in notes:
                notes[reference] = _note(len(notes) + 1, reference, article, base_url)
        quoted = {notes[one].n: _quoted(one, article) for one, article in articles.items()}
        entries.append(_entry(turn, quoted))
    return Transcript(title, tuple(entries), tuple(notes.values()))


def _note(n: int, reference: SourceReference, article: Article | None, base_url: str) -> Note:
    if article is None:
        return Note(n, reference.title, "", "", reference.source, None, "")
    place = f"#/article/{quote(article.id)}?q={reference.start}-{reference.end}"
    page = article.page_at(reference.start)
    return Note(
        n, article.title, article.byline, article.date, article.source, page, base_url + place
    )


def _quoted(reference: SourceReference, article: Article | None) -> str:
    return article.text[reference.start : reference.end].strip() if article else ""


def _entry(turn: Turn, quoted: dict[int, str]) -> Entry:
    texts = [text for line in turn.answer.splitlines() if (text := line.strip())]
    places = {n: _place(quote, texts) for n, quote in quoted.items()} if texts else {}
    marked = next((n for n, text in enumerate(texts) if turn.short and turn.short in text), None)
    lines = tuple(
        AnswerLine(
            text,
            _span(turn.short, text) if n == marked else None,
            tuple(number for number, place in places.items() if place == n),
        )
        for n, text in enumerate(texts)
    )
    understood = turn.interpreted if turn.interpreted != turn.question else ""
    asked_at = datetime.fromtimestamp(turn.asked_at).astimezone()
    return Entry(asked_at, turn.question, understood, lines)


def _place(quote: str, texts: Sequence[str]) -> int:
    """Return the last line that a quote stands in; one that stands in none belongs to the last."""
    found = [n for n, text in enumerate(texts) if quote and (text in quote or quote in text)]
    return max(found, default=len(texts) - 1)


def _span(short: str, text: str) -> Span:
    start = text.index(short)
    return Span(start, start + len(short))
