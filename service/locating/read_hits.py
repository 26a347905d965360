"""Read the best hits together with the question, until one of them clearly answers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp

from embeddings.documents import Article, Span
from embeddings.encoding.passage_reader import ReadablePassage, Reading
from embeddings.passages import build_context
from embeddings.text.normalize import fold_aligned
from service.answers.hits import Hit
from service.locating.rendering import Render, Rendered, render_as_printed
from service.workspace.question_reader import QuestionReader

READ_HITS = 4
"""How many hits are read at most, unless a time is asked about."""
_AT_ONCE = 2
# What the reader says of a passage that clearly answers, as a logit.
_CLEAR = 2.0
# How much a hit's final score weighs beside the reader's logit: of passages that seem to answer
# equally well, the one that was found first is right more often.
_RANKING = 0.2


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A hit and what the reader says of it."""

    hit: Hit
    reading: Reading

    @property
    def article(self) -> Article:
        """The article of the hit."""
        return self.hit.article

    @property
    def story(self) -> str:
        """What its article shares with its reprints."""
        return self.hit.story or self.hit.article.id

    @property
    def score(self) -> float:
        """How likely it answers, by reader and ranking, as a logit."""
        return self.reading.answers + _RANKING * self.hit.scores.final

    def locate(self, span: Span) -> Span:
        """Return a range of the passage as a range of its article."""
        return Span(self.hit.passage.start + span.start, self.hit.passage.start + span.end)


Phrase = Callable[[Hit], str]
"""The question as a passage is read with it."""
IsEnough = Callable[[ReadHit], bool]
"""Whether a passage that was read needs no other beside it."""


def answers_clearly(one: ReadHit) -> bool:
    """Return whether the reader is sure that the passage answers."""
    return one.reading.answers > _CLEAR


def never_enough(_: ReadHit) -> bool:
    """Have all passages read."""
    return False


def read_hits(
    phrase: Phrase,
    hits: Sequence[Hit],
    reader: QuestionReader,
    is_enough: IsEnough = answers_clearly,
    render: Render = render_as_printed,
) -> list[ReadHit]:
    """Read ``hits``, as ``render`` writes them, until one is enough.

    Return those read, the one most likely to answer first.
    """
    read: list[ReadHit] = []
    hits = [hit for hit in hits if any(map(str.isalnum, hit.text))]  # no passage of marks alone
    for first in range(0, len(hits), _AT_ONCE):
        group = hits[first : first + _AT_ONCE]
        for text in dict.fromkeys(map(phrase, group)):
            alike = [hit for hit in group if phrase(hit) == text]
            rendered = [render(hit) for hit in alike]
            pairs = zip(alike, rendered, strict=True)
            readings = reader.read(text, [_make_readable(hit, one.text) for hit, one in pairs])
            read += map(_make_read_hit, alike, readings, rendered)
        read = [one for one in read if one.reading.tokens]
        if any(map(is_enough, read)):
            break
    return sorted(read, key=lambda one: -one.score)


def order_hits(read: Sequence[ReadHit], hits: Sequence[Hit]) -> list[Hit]:
    """Return ``hits`` with those read first, in the order of their new final scores.

    The final score of a hit that was read is a probability that it answers, by reader and ranking,
    plus the best final score among the others, which keep theirs.
    """
    ids = {one.hit.passage.id for one in read}
    unread = [hit for hit in hits if hit.passage.id not in ids]
    floor = max((hit.scores.final for hit in unread), default=0.0)
    return [_add_score(one, floor) for one in read] + unread


def _add_score(one: ReadHit, floor: float) -> Hit:
    reader, final = _squash(one.reading.answers), floor + _squash(one.score)
    return replace(one.hit, scores=replace(one.hit.scores, reader=reader, final=final))


def _squash(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _make_readable(hit: Hit, text: str) -> ReadablePassage:
    context = build_context(hit.article, hit.passage)
    return ReadablePassage(fold_aligned(context), fold_aligned(text))


def _make_read_hit(hit: Hit, reading: Reading, rendered: Rendered) -> ReadHit:
    """Return the reading with the ranges that its tokens have in the passage itself."""
    return ReadHit(hit, replace(reading, tokens=tuple(map(rendered.locate, reading.tokens))))
