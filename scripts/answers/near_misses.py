"""Near misses: real questions with one piece replaced, so that nothing answers them.

Reading comprehension data sets hold only questions with an answer. People also ask for details that
no article gives, and about things that no article mentions. Both are made here by replacing one
piece of a question with another of the same part of speech.
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
_INTERROGATIVE = re.compile(
    rf"(?:多少|几)(?:{MEASURES})|多少|谁|哪一?[天年]|什么时候|何时|为什么|什么|哪[里个些位]?"
)
# The replacements: interrogatives for a count, a measure or a date.
_TYPED_INTERROGATIVE = re.compile(rf"(?:多少|几)(?:{MEASURES})|哪一?[天年]|什么时候|何时")
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A name in a question, at ``text[start:end]``."""

    tag: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Corpus:
    """A benchmark and what is needed to replace pieces of its questions."""

    bench: Benchmark
    segmenter: Segmenter

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Title and text of each document, squeezed, by its id."""
        return {
            one.id: fold_without_spaces(f"{one.title} {one.text}") for one in self.bench.documents
        }

    @cached_property
    def everything(self) -> str:
        """All texts in one string."""
        return "\n".join(self.texts.values())

    @cached_property
    def names(self) -> Mapping[str, Sequence[str]]:
        """The names in the questions, by their part of speech."""
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
    def interrogatives(self) -> Sequence[str]:
        """The interrogatives of the questions that ask for a number with a unit, or for a date."""
        matches = (_TYPED_INTERROGATIVE.search(query.text) for query in self.bench.queries)
        return list(dict.fromkeys(match.group() for match in matches if match))

    def of(self, query: Query) -> str:
        """Return the text of all right documents for ``query``."""
        return "\n".join(self.texts[key] for key in sorted(query.right))


def near_misses(corpus: Corpus, foreign: Corpus) -> Iterator[Case]:
    """Yield the near misses of every question that has a piece to replace."""
    for query in corpus.bench.queries:
        rng = random.Random(f"{SEED} {query.id}")  # noqa: S311 - a sample, not a secret
        for origin, text in _variants(query, corpus, foreign, rng):
            yield Case(text, origin, corpus.bench.name, min(query.right), query.right)


def _variants(
    query: Query, corpus: Corpus, foreign: Corpus, rng: random.Random
) -> Iterator[tuple[Origin, str]]:
    article = corpus.of(query)
    pieces = [p for p in corpus.pieces(query.text) if fold_without_spaces(p.text) in article]
    if pieces:
        piece = rng.choice(pieces)
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
                yield origin, _replaced(query.text, piece, rng.choice(names))
        yield from _with_other_attribute(piece, corpus, foreign, rng)
    asked = _with_other_interrogative(query.text, corpus, foreign, rng)
    if asked:
        yield Origin.ASKED, asked
    yield Origin.YEAR, _with_year(query.text, article, rng)


def _with_other_attribute(
    piece: Piece, corpus: Corpus, foreign: Corpus, rng: random.Random
) -> Iterator[tuple[Origin, str]]:
    """Ask about ``piece`` what a foreign question asks about a name of the same kind."""
    for _ in range(_TRIES):
        other = rng.choice(foreign.bench.queries).text
        slots = [one for one in foreign.pieces(other) if one.tag == piece.tag]
        if len(slots) == 1:
            yield Origin.ATTRIBUTE, _replaced(other, slots[0], piece.text)
            return


def _with_other_interrogative(
    text: str, corpus: Corpus, foreign: Corpus, rng: random.Random
) -> str | None:
    """Ask about the same thing for a number in another unit, or for a date."""
    match = _INTERROGATIVE.search(text)
    if not match:
        return None
    wanted = _answer_type(text, corpus)
    for interrogative in rng.sample(foreign.interrogatives, len(foreign.interrogatives)):
        changed = text[: match.start()] + interrogative + text[match.end() :]
        if _answer_type(changed, corpus) != wanted:
            return changed
    return None


def _answer_type(text: str, corpus: Corpus) -> tuple[QuestionKind, tuple[str, ...]]:
    question: Question = read_question(text, corpus.segmenter)
    return question.kind, question.units


def _with_year(text: str, article: str, rng: random.Random) -> str:
    """Replace the year of a question, or prefix one, with a year that the article lacks."""
    year = rng.choice([y for y in _YEARS if str(y) not in article])
    if _YEAR.search(text):
        return _YEAR.sub(str(year), text, count=1)
    return f"{year}年{text}"


def _replaced(text: str, piece: Piece, name: str) -> str:
    return text[: piece.start] + name + text[piece.end :]
