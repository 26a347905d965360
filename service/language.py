"""The languages that the service supports."""

import re
from enum import StrEnum

_HAN = re.compile(r"[㐀-鿿]")


class Language(StrEnum):
    """Chinese or English, as ISO 639 codes."""

    CHINESE = "zh"
    ENGLISH = "en"


def detect_language(text: str) -> Language:
    """Return the language in which to reply to ``text``: Chinese if it has a Chinese character."""
    return Language.CHINESE if _HAN.search(text) else Language.ENGLISH
