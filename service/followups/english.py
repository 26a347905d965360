"""Rewrite an English follow-up: What about Huiji District? How old is he?

The names in the questions before it are Chinese already, see ``service.questions``.
"""

import re
from collections.abc import Sequence

from service.answers.conversation import Turn
from service.followups.interpretation import Interpretation
from service.language import Language, detect_language

_ELLIPTIC = re.compile(
    r"(?:and |but |so )?(?:(?:what|how) about|and) (?:in |of |for |from |the )*"
    r"(?P<rest>[^?!.]+)[?!.\s]*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[㐀-鿿]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PERSON = re.compile(r"\b(?:he|she|him|his|her)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:it|its|they|them|their|there)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"its|his|their|her(?= [a-z])", re.IGNORECASE)
_HAN_NAME = re.compile(r"[㐀-鿿·]{2,4}")
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+|[㐀-鿿]")


def resolve_english(text: str, turns: Sequence[Turn]) -> Interpretation:
    """Return the reading of an English ``text`` after ``turns``, oldest first."""
    before = [turn for turn in turns if detect_language(turn.interpreted) is Language.ENGLISH]
    for turn in reversed(before):
        if elliptic := _ELLIPTIC.fullmatch(text.strip()):
            reading = _substitute(turn, elliptic["rest"].strip())
        else:
            reading = None if _NAMED.search(text) else _replace_pronoun(text, turn)
        if reading:
            return reading
    return Interpretation(text)


def _substitute(turn: Turn, fragment: str) -> Interpretation | None:
    """Put ``fragment`` in the place of the year or the name in the question of ``turn``."""
    question = turn.interpreted
    replaced = _YEAR.search(question) if _YEAR.fullmatch(fragment) else _NAME.search(question)
    if replaced is None:
        return None
    start, end = replaced.span()
    carried_over = max(question[:start], question[end:].rstrip("?!. "), key=len).strip()
    return Interpretation(question[:start] + fragment + question[end:], carried_over)


def _replace_pronoun(text: str, turn: Turn) -> Interpretation | None:
    named = _NAME.search(turn.interpreted)
    name = named.group() if named else ""
    pronoun = _OTHER.search(text)
    if person := _PERSON.search(text):
        pronoun = person
        name = turn.short if _HAN_NAME.fullmatch(turn.short) else name
    if pronoun is None or not name:
        return None
    possessive = "'s" if _POSSESSIVE.match(text, pronoun.start()) else ""
    question = f"{text[: pronoun.start()]}{name}{possessive}{text[pronoun.end() :]}"
    return Interpretation(question, name)
