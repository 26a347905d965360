"""Cut 金水区委书记 where the place ends: jieba's dictionary has 区委书记 as one word."""

import re
from collections.abc import Callable, Iterable

from embeddings.text.terms import TaggedWord

_OFFICE = re.compile(r"([省市县区州镇乡])((?:委|政府|纪委|人大|政协|长).*)")
_HAN = re.compile(r"[㐀-鿿]+")
_NAME_TAGS = ("nr", "ns", "nt", "nz")
# Particles, prepositions, pronouns and conjunctions are no part of a place's name.
_FUNCTION_TAGS = ("u", "p", "r", "c", "y", "x")
_TERM_OF_OFFICE = re.compile(r".任|.*[副正男女]")
# Occurrences that jieba's dictionary counted: 全国 in 全国市长 is too common to be a place's name.
_COMMON = 200

Frequency = Callable[[str], int]


def split_offices(tagged: Iterable[TaggedWord], frequency: Frequency) -> list[TaggedWord]:
    """Return the words with each office after a place cut in two, and the place whole.

    金水|区委书记 becomes 金水|区|委书记, and 中|元|区委书记 becomes 中元|区|委书记.
    """
    words: list[TaggedWord] = []
    for word in tagged:
        office = _OFFICE.fullmatch(word.text)
        name = _take_name(words, frequency) if office else ""
        if office and name:
            words += [
                TaggedWord(name, "ns"),
                TaggedWord(office.group(1), "n"),
                TaggedWord(office.group(2), word.tag),
            ]
        else:
            words.append(word)
    return words


def _take_name(words: list[TaggedWord], frequency: Frequency) -> str:
    """Remove the name of a place from the end of ``words`` and return it, or "" if none is."""
    last = words[-2:]
    if len(last) > 1 and all(len(word.text) == 1 and _may_be_name(word) for word in last):
        del words[-2:]
        return "".join(word.text for word in last)
    if not last or len(last[-1].text) == 1 or not _may_be_name(last[-1]):
        return ""
    text, tag = last[-1].text, last[-1].tag
    is_rare = frequency(text) < _COMMON and not _TERM_OF_OFFICE.fullmatch(text)
    if not (tag in _NAME_TAGS or is_rare) or _OFFICE.match(text[-1] + "长"):
        return ""
    words.pop()
    return text


def _may_be_name(word: TaggedWord) -> bool:
    return not word.tag.startswith(_FUNCTION_TAGS) and _HAN.fullmatch(word.text) is not None
