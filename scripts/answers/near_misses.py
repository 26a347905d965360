"""Near misses: real questions with one piece exchanged, so that nothing answers them.

The data of reading comprehension holds questions that are answered. People also ask of the right
thing what no article says, and of a thing that no article speaks of. Both are made by exchanging
one piece of a question for a piece of the same part of speech.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from embeddings.text.normalize import fold_without_spaces
from embeddings.text.terms import Segmenter
from scripts.answers.cases import Case, Origin
from scripts.benchmarks.benchmark import SEED, Benchmark, Query
from service.questions.question import MEASURES, Question, QuestionKind, read_question

_NAME_TAGS = ("nr", "ns", "nt", "nz")
_SHORTEST_NAME = 2
_YEARS = range(1900, 2031)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)")
_ASKS = re.compile(
    rf"(?:多少|几)(?:{MEASURES})|多少|谁|哪一?[天年]|什么时候|何时|为什么|什么|哪[里个些位]?"
)
# What exchanged asking words want, and the data can tell apart: a count, a measure, a date.
_ASKS_FORM = re.compile(rf"(?:多少|几)(?:{MEASURES})|哪一?[天年]|什么时候|何时")
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A name in a question, at ``start:end``."""

    tag: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Corpus:
    """A bench with all that is needed to exchange pieces of its questions."""

    bench: Benchmark
    segmenter: Segmenter

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return each document's title and text, squeezed, by its id."""
        return {
            one.id: fold_without_spaces(f"{one.title} {one.text}") for one in self.bench.documents
        }

    @cached_property
    def everything(self) -> str:
        """Return all texts in one."""
        return "\n".join(self.texts.values())

    @cached_property
    def names(self) -> Mapping[str, Sequence[str]]:
        """Return the names in the questions by their tag."""
        found: dict[str, dict[str, None]] = {}
        for query in self.bench.queries:
            for piece in self.pieces(query.text):
                found.setdefault(piece.tag, {})[piece.text] = None
        return {tag: list(names) for tag, names in found.items()}

    def pieces(self, text: str) -> list[Piece]:
        """Return the names in a question."""
        start, pieces = 0, []
        for word in self.segmenter.tagged(text):
            end = start + len(word.text)
            if word.tag in _NAME_TAGS and len(word.text) >= _SHORTEST_NAME:
                pieces.append(Piece(word.tag, word.text, start, end))
            start = end
        return pieces

    @cached_property
    def asks(self) -> Sequence[str]:
        """Return the asking words of the questions that want a number with a unit, or a date."""
        matches = (_ASKS_FORM.search(query.text) for query in self.bench.queries)
        return list(dict.fromkeys(match.group() for match in matches if match))

    def of(self, query: Query) -> str:
        """Return the text of all documents that are right for ``query``."""
        return "\n".join(self.texts[key] for key in sorted(query.right))


def near_misses(corpus: Corpus, foreign: Corpus) -> Iterator[Case]:
    """Yield the near misses of every question that has pieces to exchange."""
    for query in corpus.bench.queries:
        chance = random.Random(f"{SEED} {query.id}")  # noqa: S311 - a sample, no secret
        for origin, text in _exchanged(query, corpus, foreign, chance):
            yield Case(text, origin, corpus.bench.name, min(query.right), query.right)


def _exchanged(
    query: Query, corpus: Corpus, foreign: Corpus, chance: random.Random
) -> Iterator[tuple[Origin, str]]:
    article = corpus.of(query)
    pieces = [p for p in corpus.pieces(query.text) if fold_without_spaces(p.text) in article]
    if pieces:
        piece = chance.choice(pieces)
        known = [
            n for n in corpus.names.get(piece.tag, ()) if fold_without_spaces(n) not in article
        ]
        unknown = [
            n
            for n in foreign.names.get(piece.tag, ())
            if fold_without_spaces(n) not in corpus.everything
        ]
        for origin, names in ((Origin.KNOWN_NAME, known), (Origin.UNKNOWN_NAME, unknown)):
            if names:
                yield origin, _put(query.text, piece, chance.choice(names))
        yield from _attribute(piece, corpus, foreign, chance)
    asked = _asking_else(query.text, corpus, foreign, chance)
    if asked:
        yield Origin.ASKED, asked
    yield Origin.YEAR, _with_year(query.text, article, chance)


def _attribute(
    piece: Piece, corpus: Corpus, foreign: Corpus, chance: random.Random
) -> Iterator[tuple[Origin, str]]:
    """Ask of the piece what a question of the foreign bench asks of another of its kind."""
    for _ in range(_TRIES):
        other = chance.choice(foreign.bench.queries).text
        slots = [one for one in foreign.pieces(other) if one.tag == piece.tag]
        if len(slots) == 1:
            yield Origin.ATTRIBUTE, _put(other, slots[0], piece.text)
            return


def _asking_else(text: str, corpus: Corpus, foreign: Corpus, chance: random.Random) -> str | None:
    """Ask of the same matter for a number with another unit, or for a date."""
    match = _ASKS.search(text)
    if not match:
        return None
    wants = _wants(text, corpus)
    for asks in chance.sample(foreign.asks, len(foreign.asks)):
        changed = text[: match.start()] + asks + text[match.end() :]
        if _wants(changed, corpus) != wants:
            return changed
    return None


def _wants(text: str, corpus: Corpus) -> tuple[QuestionKind, tuple[str, ...]]:
    question: Question = read_question(text, corpus.segmenter)
    return question.kind, question.units


def _with_year(text: str, article: str, chance: random.Random) -> str:
    """Exchange the year of a question, or put one before it, for one not in the article."""
    year = chance.choice([y for y in _YEARS if str(y) not in article])
    if _YEAR.search(text):
        return _YEAR.sub(str(year), text, count=1)
    return f"{year}年{text}"


def _put(text: str, piece: Piece, name: str) -> str:
    return text[: piece.start] + name + text[piece.end :]
