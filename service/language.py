"""The languages that the service supports."""

from enum import StrEnum


class Language(StrEnum):
    """Chinese or English, as ISO 639 codes."""

    CHINESE = "zh"
    ENGLISH = "en"
