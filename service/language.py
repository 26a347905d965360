"""The languages that the service supports."""

import re
from enum import StrEnum

_WORD = re.compile(r"[A-Za-z]+")
_GRAMMAR_WORDS = """
who whom whose what which when where why how is are was were do does did has have had
can could will would the of in on at to for from by with and or
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())
_CHINESE_GRAMMAR = re.compile(r"[的是了吗呢谁哪几怎]|什么|多少|有没有|为何|如何|何时")
_HAN = re.compile(r"[㐀-鿿]")


class Language(StrEnum):
    """Chinese or English, as ISO 639 codes."""

    CHINESE = "zh"
    ENGLISH = "en"


def detect_language(text: str) -> Language:
    """Return the language in which to reply to ``text``.

    A question is English that has no Chinese character, or whose grammar is English while it names
    something in Chinese: "Which county did 中原区 work with?".
    """
    has_grammar = any(word.lower() in _GRAMMAR for word in _WORD.findall(text))
    is_english = has_grammar and not _CHINESE_GRAMMAR.search(text)
    return Language.ENGLISH if is_english or not _HAN.search(text) else Language.CHINESE
