"""Pronouns and 该项目, 那里, 当时: replaced by what they stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from embeddings.documents import Span
from service.followups.antecedents import Earlier
from service.followups.interpretation import Interpretation
from service.followups.words import OFFICE, Word, Words
from service.questions.question import MEASURES


class Stands(Enum):
    """What a pronoun stands for."""

    PERSON = "person"
    THING = "thing"
    GROUP = "group"
    PLACE = "place"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun in a question.

    Attributes:
        span: its range, with the noun of 该项目.
        stands: for what.
        head: that noun, or "".
    """

    span: Span
    stands: Stands
    head: str = ""


_WORDS = {
    Stands.PERSON: re.compile("他|她|此人|该人|这人|那人|这个人|那个人|这位|那位"),
    Stands.GROUP: re.compile("他们|她们|它们|这些|那些|这几个|那几个|他们俩"),
    Stands.THING: re.compile("它|其|这|此|这个|那个|前者|后者|这件事|那件事|此事"),
    Stands.PLACE: re.compile("那里|那儿|那边|这里|这儿|当地|此地|该地|此处|该处"),
    Stands.TIME: re.compile("当时|那时|那时候|那年|当年|那天|当天|同年|届时|那一年|这一年"),
}
_DEMONSTRATIVE = re.compile(
    rf"(?:该|此|上述|[这那](?:[一两三四五六七八九十几]?(?:{MEASURES})|些|种|一)?)"
)
_PLURAL = re.compile(r"[这那](?:些|[几两三四五六七八九十])")
_HUMAN = re.compile(rf".*(?:{OFFICE}|人|教授|老师|记者|作者|专家|同志)")
_ANY_PLACE = frozenset(("地方", "城市", "地区"))
_PLACE_HEAD = re.compile(r"[省市县区镇乡村路]|街道|社区|地方|城市|地区")


def find_pronoun(words: Words, start: int) -> Pronoun | None:
    """Return the first pronoun from ``start`` on, unless a name before it explains it."""
    inside = [word for word in words.words if word.span.start >= start]
    for n, word in enumerate(inside):
        if any(name.end <= word.span.start for name in words.names):
            return None
        head = _head(inside[n:])
        if head:
            return _demonstrative(words, word.span.start, head, word.text)
        stands = next((kind for kind, known in _WORDS.items() if known.fullmatch(word.text)), None)
        if stands:
            return Pronoun(word.span, stands)
    return None


def _head(inside: Sequence[Word]) -> Span | None:
    """Return the noun behind a demonstrative, over a number and a measure word."""
    first, following = inside[0], list(inside[1:])
    if first.text[0] == "该" and _PLACE_HEAD.fullmatch(first.text[1:]):
        return Span(first.span.start + 1, first.span.end)
    if not _DEMONSTRATIVE.fullmatch(first.text):
        return None
    while following and following[0].tag[0] in "mq":
        following.pop(0)
    if not following or not following[0].tag.startswith(("n", "j", "vn")):
        return None
    return following[0].span


def _demonstrative(words: Words, start: int, head: Span, text: str) -> Pronoun:
    noun = words.printed(head)
    span = Span(start, head.end)
    if _PLURAL.match(text):
        return Pronoun(span, Stands.GROUP, noun)
    if _HUMAN.fullmatch(noun):
        return Pronoun(span, Stands.PERSON, noun)
    if _PLACE_HEAD.fullmatch(noun):
        return Pronoun(span, Stands.PLACE, noun)
    return Pronoun(span, Stands.THING, noun)


def find_antecedents(pronoun: Pronoun, turns: Sequence[Earlier]) -> Iterator[str]:
    """Yield what a pronoun may stand for: from the newest turn back, the likeliest first."""
    if pronoun.stands is Stands.THING and pronoun.head:
        yield from (one for earlier in turns for one in earlier.called(pronoun.head))
    for earlier in turns:
        if pronoun.stands is Stands.PERSON:
            yield earlier.person()
        elif pronoun.stands is Stands.PLACE:
            yield earlier.place("" if pronoun.head in _ANY_PLACE else pronoun.head)
        elif pronoun.stands is Stands.TIME:
            yield earlier.date()
        elif pronoun.stands is Stands.GROUP:
            yield from earlier.group()
        else:
            yield from earlier.things()


def replace_pronoun(words: Words, pronoun: Pronoun, by: str) -> Interpretation:
    """Return the question with the pronoun replaced."""
    text, span = words.text, pronoun.span
    rest = text[span.end :]
    possessive = words.printed(span) == "其" and not rest.startswith("的")
    return Interpretation(f"{text[: span.start]}{by}{'的' if possessive else ''}{rest}", by)
