"""Replace pronouns and phrases such as 该项目, 那里, 当时 with what they refer to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from embeddings.documents import Span
from service.followups.antecedents import EarlierTurn
from service.followups.interpretation import Interpretation
from service.followups.words import OFFICE, Word, Words
from service.questions.question import MEASURES


class AntecedentKind(Enum):
    """What a pronoun refers to."""

    PERSON = "person"
    THING = "thing"
    GROUP = "group"
    PLACE = "place"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun in a question.

    Attributes:
        span: its range, including the noun of 该项目.
        kind: what it refers to.
        head: the noun, or "".
    """

    span: Span
    kind: AntecedentKind
    head: str = ""


_WORDS = {
    AntecedentKind.PERSON: re.compile("他|她|此人|该人|这人|那人|这个人|那个人|这位|那位"),
    AntecedentKind.GROUP: re.compile("他们|她们|它们|这些|那些|这几个|那几个|他们俩"),
    AntecedentKind.THING: re.compile("它|其|这|此|这个|那个|前者|后者|这件事|那件事|此事"),
    AntecedentKind.PLACE: re.compile("那里|那儿|那边|这里|这儿|当地|此地|该地|此处|该处"),
    AntecedentKind.TIME: re.compile("当时|那时|那时候|那年|当年|那天|当天|同年|届时|那一年|这一年"),
}
_DEMONSTRATIVE = re.compile(
    rf"(?:该|此|上述|[这那](?:[一两三四五六七八九十几]?(?:{MEASURES})|些|种|一|俩|两)?)"
)
_PLURAL = re.compile(r"[这那](?:些|俩|[几两三四五六七八九十])")
_HUMAN = re.compile(rf".*(?:{OFFICE}|人|教授|老师|记者|作者|专家|同志)")
_ANY_PLACE = frozenset(("地方", "城市", "地区"))
_PLACE_HEAD = re.compile(r"[省市县区镇乡村路]|街道|社区|地方|城市|地区")


def find_pronoun(words: Words, start: int) -> Pronoun | None:
    """Return the first pronoun from ``start`` on, unless a name before it is its antecedent."""
    inside = [word for word in words.words if word.span.start >= start]
    for n, word in enumerate(inside):
        if any(name.end <= word.span.start for name in words.names):
            return None
        head = _find_head(inside[n:])
        if head:
            return _read_demonstrative(words, word.span.start, head, word.text)
        kind = next((k for k, pattern in _WORDS.items() if pattern.fullmatch(word.text)), None)
        if kind:
            return Pronoun(word.span, kind)
    return None


def _find_head(inside: Sequence[Word]) -> Span | None:
    """Return the noun after a demonstrative, skipping a number and a measure word."""
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


def _read_demonstrative(words: Words, start: int, head: Span, text: str) -> Pronoun:
    noun = words.extract(head)
    span = Span(start, head.end)
    if _PLURAL.match(text):
        return Pronoun(span, AntecedentKind.GROUP, noun)
    if _HUMAN.fullmatch(noun):
        return Pronoun(span, AntecedentKind.PERSON, noun)
    if _PLACE_HEAD.fullmatch(noun):
        return Pronoun(span, AntecedentKind.PLACE, noun)
    return Pronoun(span, AntecedentKind.THING, noun)


def find_antecedents(pronoun: Pronoun, turns: Sequence[EarlierTurn]) -> Iterator[str]:
    """Yield what a pronoun may refer to, from the newest turn back, most likely first."""
    if pronoun.kind is AntecedentKind.GROUP and pronoun.head:
        yield _join_named(pronoun.head, turns)
    if pronoun.kind is AntecedentKind.THING and pronoun.head:
        yield from (name for earlier in turns for name in earlier.propose_named(pronoun.head))
    for earlier in turns:
        if pronoun.kind is AntecedentKind.PERSON:
            yield earlier.find_person()
        elif pronoun.kind is AntecedentKind.PLACE:
            yield earlier.find_place("" if pronoun.head in _ANY_PLACE else pronoun.head)
        elif pronoun.kind is AntecedentKind.TIME:
            yield earlier.find_date()
        elif pronoun.kind is AntecedentKind.GROUP:
            yield from earlier.propose_groups(human=pronoun.head == "人")
        else:
            yield from earlier.propose_things()


def _join_named(head: str, turns: Sequence[EarlierTurn]) -> str:
    """Return the last two things named after their kind, joined: 甲社区和乙社区; "" if fewer."""
    named = dict.fromkeys(name for earlier in turns for name in earlier.find_named(head))
    last = list(named)[:2]
    return "和".join(reversed(last)) if len(last) > 1 else ""


def replace_pronoun(words: Words, pronoun: Pronoun, antecedent: str) -> Interpretation:
    """Return the question with the pronoun replaced."""
    text, span = words.text, pronoun.span
    rest = text[span.end :]
    possessive = words.extract(span) == "其" and not rest.startswith("的")
    return Interpretation(
        f"{text[: span.start]}{antecedent}{'的' if possessive else ''}{rest}", antecedent
    )
