"""Read what an English question asks for."""

import re
from collections.abc import Iterator

from embeddings.quantities.units import list_senses, list_units
from service.questions.kinds import PERSONS, QuestionKind

# The pattern that matches first in the question decides; of several there, the first of these.
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (QuestionKind.REASON, r"\bwhy\b|what (?:is |was )?the reasons?|how come|for what reason"),
        (
            QuestionKind.DATE,
            r"\bwhen\b|(?:what|which) (?:year|month|day|date|time)\b|how long ago|since when",
        ),
        (
            QuestionKind.NUMBER,
            r"how (?:many|much|old|long|far|tall|high|deep|wide|large|big|heavy|often|fast)\b"
            r"|what (?:is |was )?(?:the )?(?:share|percentage|proportion|number|amount|price|cost"
            r"|age|population|area|rate|total|length|height|size|score)\b|what percent",
        ),
        (QuestionKind.PERSON, r"\bwho(?:se|m)?\b"),
        (
            QuestionKind.LIST,
            r"(?:what|which) (?:are|were|two|three|four|five|(?!is\b|was\b|does\b|has\b)\w+s\b)"
            r"|^(?:list|name)\b",
        ),
        (QuestionKind.MANNER, r"\bhow\b"),
        (QuestionKind.NAME, r"\b(?:what|which|where)\b"),
    )
)
_UNITS = tuple(
    (re.compile(pattern), unit)
    for pattern, unit in (
        (r"share|percent|proportion|rate\b", "%"),
        (r"how old|\bage\b", "岁"),
        (
            r"how much (?:money|did|does|do|is|was|has|have|had|will|can)|cost|price|\bpay\b|paid",
            "元",
        ),
        (r"square|acres?|\barea\b", "亩"),
        (r"how (?:far|tall|high|deep|wide)|kilomet|met(?:er|re)s?\b|height|length", "米"),
        (r"how heavy|\btons?\b|kilogram|grams?\b", "吨"),
        (r"how long|how many (?:years|months|days|hours|minutes|weeks)", "年"),
    )
)
_PEOPLE = re.compile(
    r"how many (?:\w+ ){0,2}"
    r"(?:people|persons|members|residents|students|teachers|workers|officials"
    r"|visitors|experts|volunteers|employees|children|men|women)\b"
)
_STOP_WORDS = """
a about after again all also am an and any are as at be because been before being
between both but by can could did do does doing done during each else ever few for from
get give given go had has have having he her here hers him his how i if in into is it
its itself just last list long made make many me more most much my name no nor not of
off old on once one only or other our out over own per please same say says she should
since so some still such take tell than that the their them then there these they this
those through to too took under until up us very was we were what when where which
while who whom whose why will with would yes you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_PARTICULAR = re.compile(
    r"(?=.*[A-Za-z])(?:[A-Z0-9]{2,}[A-Za-z0-9-]*|[A-Za-z]+[A-Z0-9][A-Za-z0-9-]*)"
)


def find_english_kind(folded: str) -> QuestionKind:
    """Return what kind of answer a folded English question asks for."""
    found = ((match.start(), n) for n, (_, p) in enumerate(_KINDS) if (match := p.search(folded)))
    _, first = min(found, default=(0, None))
    return QuestionKind.ANY if first is None else _KINDS[first][0]


def find_english_units(folded: str) -> tuple[str, ...]:
    """Return the units that the number may have; () if the question implies none."""
    if _PEOPLE.search(folded):
        return PERSONS
    unit = next((unit for pattern, unit in _UNITS if pattern.search(folded)), "")
    return list_units(list_senses(unit)[0].dimension) if unit else ()


def blank_stop_words(folded: str) -> str:
    """Return a folded question with spaces instead of the words that say nothing by themselves."""

    def blank(match: re.Match[str]) -> str:
        word = match.group()
        return " " * len(word) if word.removesuffix("'s") in STOP_WORDS else word

    return _WORD.sub(blank, folded)


def list_particular(text: str) -> Iterator[str]:
    """Yield the words that name something wherever they stand, in lower case: OpenAI, G20."""
    yield from (match.group().lower() for match in _PARTICULAR.finditer(text))
