"""A conversation for export: questions, answers, and numbered notes on their sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from embeddings.documents import Article, Span
from service.answers.conversation import SourceReference
from service.conversations.choices import Choices
from service.conversations.past_turns import PastTurn

FindArticle = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Note:
    """The place that words of the conversation were quoted from.

    Attributes:
        source: the file, as displayed.
        page: the printed page, if the file has pages.
        link: the permanent address of the quote; "" if the article has been deleted.
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
        strong: the words in it that answer; None if they are unknown or in another line.
        notes: the numbers of the notes it was quoted from.
    """

    text: str
    strong: Span | None
    notes: tuple[int, ...]

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in non-empty pieces, each with whether it is strong."""
        start, end = self.strong or (len(self.text), len(self.text))
        pieces = [
            (self.text[:start], False),
            (self.text[start:end], True),
            (self.text[end:], False),
        ]
        return [piece for piece in pieces if piece[0]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer.

    Attributes:
        understood: the standalone question that was answered instead, or "".
        lines: () if the question was declined.
        is_incomplete: whether words are left out because their articles are gone or have changed.
        choices: what it was asked with.
        articles: the titles of the articles that it was limited to; "" for one that is gone.
    """

    asked_at: datetime
    question: str
    understood: str
    lines: tuple[AnswerLine, ...]
    is_incomplete: bool
    choices: Choices
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation. A place that is quoted twice has one note."""

    title: str
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]

    def notes_of(self, entry: Entry) -> list[Note]:
        """Return the notes of one answer, by number."""
        numbers = sorted({n for line in entry.lines for n in line.notes})
        return [self.notes[n - 1] for n in numbers]


def transcribe(
    title: str, turns: Sequence[PastTurn], find_article: FindArticle, base_url: str
) -> Transcript:
    """Return the transcript of ``turns``, oldest first; links start with ``base_url``.

    Times are in this machine's time zone.
    """
    notes: dict[SourceReference, Note] = {}
    entries = []
    for past in turns:
        turn = past.turn
        articles = {source: find_article(source.article_id) for source in turn.sources}
        for reference, article in articles.items():
            if reference not in notes:
                notes[reference] = _build_note(len(notes) + 1, reference, article, base_url)
        quoted = {notes[source].n: _quote(source, article) for source, article in articles.items()}
        chosen = map(find_article, past.choices.filters.article_ids)
        titles = tuple(one.title or one.source if one else "" for one in chosen)
        entries.append(_build_entry(past, quoted, titles))
    return Transcript(title, tuple(entries), tuple(notes.values()))


def _build_note(n: int, reference: SourceReference, article: Article | None, base_url: str) -> Note:
    if article is None:
        return Note(n, reference.title, "", "", reference.source, None, "")
    place = f"#/article/{quote(article.id)}?q={reference.start}-{reference.end}"
    page = article.page_at(reference.start)
    return Note(
        n,
        article.title,
        article.publication_byline,
        article.publication_date,
        article.source,
        page,
        base_url + place,
    )


def _quote(reference: SourceReference, article: Article | None) -> str:
    return article.text[reference.start : reference.end].strip() if article else ""


def _build_entry(past: PastTurn, quoted: dict[int, str], titles: tuple[str, ...]) -> Entry:
    turn = past.turn
    texts = [text for line in turn.answer.splitlines() if (text := line.strip())]
    places = {n: _find_line(quote, texts) for n, quote in quoted.items()} if texts else {}
    strong = next((n for n, text in enumerate(texts) if turn.short and turn.short in text), None)
    lines = tuple(
        AnswerLine(
            text,
            _find_span(turn.short, text) if n == strong else None,
            tuple(number for number, place in places.items() if place == n),
        )
        for n, text in enumerate(texts)
    )
    understood = turn.interpreted if turn.interpreted != turn.question else ""
    asked_at = datetime.fromtimestamp(turn.asked_at).astimezone()
    return Entry(
        asked_at, turn.question, understood, lines, past.is_incomplete, past.choices, titles
    )


def _find_line(quote: str, texts: Sequence[str]) -> int:
    """Return the last line that contains a quote; a quote in none belongs to the last line."""
    found = [n for n, text in enumerate(texts) if quote and (text in quote or quote in text)]
    return max(found, default=len(texts) - 1)


def _find_span(short: str, text: str) -> Span:
    start = text.index(short)
    return Span(start, start + len(short))
