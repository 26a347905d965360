"""Read a name with one wrong character as the name that the articles contain.

莲胡街道 is read as 莲湖街道, because no article contains 莲胡, some contain 莲湖, and the two sound
alike. What the articles contain, what is a word of general Chinese, and what stands in quotation
marks is never changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.pinyin import find_confusable
from service.answers.correction import Correction
from service.names.vocabulary import Vocabulary, is_name_tag

_HAN = re.compile(r"[㐀-鿿]+")
_QUOTED = re.compile(r"[“「『《\"][^”」』》\"]*[”」』》\"]")
_NAMED_PLACE = re.compile(r"[㐀-鿿]{2,}(?:[省市县区镇乡村路街]|街道|社区)")
_ENDING = re.compile(r"街道|社区|[省市县区镇乡村路街局院馆站桥]|公司|集团|大学|学院|中学|小学|医院")
# Particles, prepositions, pronouns, conjunctions, adverbs and numerals do not stand for names.
_FUNCTION_TAGS = ("u", "p", "r", "c", "d", "y", "m", "q", "f", "x")
_FUNCTION_WORDS = frozenset("的了是在有和与为对到被把从向以于个名位谁哪几吗呢")
_LONGEST = 100
_MOST = 2
_LONGEST_NAME = 4
_LOOK_AHEAD = 2
_BOTH = 2
_SHORT = 2
_LONGEST_PERSON = 3
_PERSON_TAGS = ("nr", "nrfg")
_PLACE_ENDINGS = frozenset("省市县区镇乡村路街局")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    tag: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Reading:
    """A character replaced, and the word that this makes.

    Attributes:
        text: the whole folded question with it.
        word: the range of the word.
        support: how many neighbouring characters it goes with in the articles; how often the word
            occurs there.
    """

    text: str
    word: Span
    support: tuple[int, float]


def correct_names(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """Return ``text`` with misspelt names corrected, and the corrections."""
    if len(text) > _LONGEST:
        return text, ()
    corrections = []
    for _ in range(_MOST):
        reading = _find_reading(fold_aligned(text), vocabulary)
        if reading is None:
            break
        name = _extend(reading, vocabulary)
        start, end = reading.word
        corrections.append(Correction(text[name.start : name.end], reading.text[slice(*name)]))
        text = text[:start] + reading.text[start:end] + text[end:]
    return text, tuple(corrections)


def _find_reading(folded: str, vocabulary: Vocabulary) -> _Reading | None:
    """Return the best correction; None if there is none, or if two are equally good."""
    tokens = list(_tokenize(folded, vocabulary))
    quoted = [match.span() for match in _QUOTED.finditer(folded)]
    found = [
        reading
        for n, token in enumerate(tokens)
        if not _is_known(token, vocabulary) or _is_unknown_place(tokens[n : n + 2], vocabulary)
        if not any(start <= token.span.start < end for start, end in quoted)
        for position in range(*token.span)
        for reading in _propose(folded, tokens, n, position, vocabulary)
    ]
    found += _propose_persons(folded, tokens, quoted, vocabulary)
    best = sorted(found, key=lambda reading: reading.support, reverse=True)[:2]
    distinct = {reading.support for reading in best}
    return best[0] if best and len(distinct) == len(best) else None


def _tokenize(folded: str, vocabulary: Vocabulary) -> Iterator[_Token]:
    start = 0
    for word in vocabulary.tag_with_places(folded):
        end = start + len(word.text)
        yield _Token(word.text, word.tag, Span(start, end))
        start = end


def _is_known(token: _Token, vocabulary: Vocabulary) -> bool:
    """Return whether a token is certainly spelt as it was meant."""
    if not _HAN.fullmatch(token.text) or len(token.text) > _LONGEST_NAME:
        return True
    if len(token.text) == 1:
        return token.tag.startswith(_FUNCTION_TAGS) or token.text in _FUNCTION_WORDS
    return vocabulary.is_general(token.text) or vocabulary.has_word(token.text)


def _is_unknown_place(tokens: Sequence[_Token], vocabulary: Vocabulary) -> bool:
    """Return whether a word and the ending after it are no place that is known: 中元 and 区."""
    name, *endings = (token.text for token in tokens)
    if len(name) != _SHORT or not endings or endings[0] not in _PLACE_ENDINGS:
        return False
    place = name + endings[0]
    return not (vocabulary.is_general(place) or vocabulary.has_together(place))


def _propose(
    folded: str,
    tokens: Sequence[_Token],
    n: int,
    position: int,
    vocabulary: Vocabulary,
) -> Iterator[_Reading]:
    """Yield the corrections of one character, which lies in token ``n``."""
    around = folded[max(0, position - 1) : position + 2]
    absent = [pair for pair in _pair(around) if not vocabulary.has_all([pair])]
    spans = list(_list_spans(tokens, n, folded, vocabulary)) if absent else []
    if not spans:
        return
    before, after = folded[:position], folded[position + 1 :]
    for character in find_confusable(folded[position]):
        if not vocabulary.has_character(character):
            continue
        text = before + character + after
        joins_both = (
            _is_name_or_longer(tokens[n])
            and len(absent) == _BOTH
            and _occurs(text[position - 1 : position + 2], vocabulary)
        )
        for span in spans:
            if joins_both or _is_name(text, span, position, tokens[n], vocabulary):
                yield _Reading(text, span, _measure_support(text, span, vocabulary))
                break


def _propose_persons(
    folded: str,
    tokens: Sequence[_Token],
    quoted: Sequence[tuple[int, int]],
    vocabulary: Vocabulary,
) -> Iterator[_Reading]:
    """Yield the names of people whose wrong character the segmentation cut off: 孙|玫是|谁."""
    for token in tokens:
        start = token.span.start
        if token.tag not in _PERSON_TAGS or any(first <= start < end for first, end in quoted):
            continue
        for end in range(token.span.end + 1, start + _LONGEST_PERSON + 1):
            name = folded[start:end]
            if len(name) < end - start or not _HAN.fullmatch(name):
                break
            if vocabulary.has_together(name):
                continue
            for character in find_confusable(name[-1]):
                person = name[:-1] + character
                if _is_person(person, vocabulary):
                    text = folded[: end - 1] + character + folded[end:]
                    span = Span(start, end)
                    yield _Reading(text, span, _measure_support(text, span, vocabulary))


def _is_person(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether the articles contain ``name`` as a word that names a person."""
    tagged = vocabulary.tag(name) if vocabulary.has_word(name) else []
    return [word.tag in _PERSON_TAGS for word in tagged] == [True]


def _list_spans(
    tokens: Sequence[_Token], n: int, folded: str, vocabulary: Vocabulary
) -> Iterator[Span]:
    """Yield the ranges of whole tokens around token ``n`` that no article contains, short first."""
    for length in (1, 2, 3):
        for first in range(max(0, n - length + 1), min(n, len(tokens) - length) + 1):
            span = Span(tokens[first].span.start, tokens[first + length - 1].span.end)
            text = folded[slice(*span)]
            if first and _may_belong(tokens[first - 1]):
                continue
            if not 1 < len(text) <= _LONGEST_NAME or not _HAN.fullmatch(text):
                continue
            if not vocabulary.has_all(_pair(text)):
                yield span


def _is_name_or_longer(token: _Token) -> bool:
    """Return whether a token is no ordinary word of a single character."""
    return len(token.text) > 1 or is_name_tag(token.tag)


def _may_belong(token: _Token) -> bool:
    """Return whether a token may be the first character of a longer name: 李 before 小明."""
    return len(token.text) == 1 and token.tag[0] in "nabj" and bool(_HAN.fullmatch(token.text))


def _is_name(text: str, span: Span, position: int, token: _Token, vocabulary: Vocabulary) -> bool:
    """Return whether a corrected range is a name in the articles, or a noun that goes on there.

    What was written as a word of its own, a single character, must be a name.
    """
    word = text[slice(*span)]
    if not vocabulary.has_all(_pair(word)):
        return False
    tagged = vocabulary.tag(text[span.start : span.end + _LOOK_AHEAD])[0]
    covers = len(tagged.text) > position - span.start
    is_name = covers and (
        is_name_tag(tagged.tag) or _NAMED_PLACE.fullmatch(tagged.text) is not None
    )
    if vocabulary.has_word(word):
        is_noun = len(token.text) > 1 and tagged.tag[0] == "n"
        return is_name or (is_noun and _goes_on(text, span, vocabulary))
    ends = position == span.end - 1 and text[position] in _PLACE_ENDINGS - {text[position - 1]}
    is_name = is_name and _is_name_or_longer(token)
    return len(word) > _BOTH and (is_name or ends) and _occurs(word, vocabulary)


def _occurs(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether one passage contains all neighbouring characters of ``text``."""
    return _HAN.fullmatch(text) is not None and vocabulary.has_together(text)


def _pair(text: str) -> list[str]:
    """Return the bigrams of ``text`` that are all Chinese."""
    return [a + b for a, b in pairwise(text) if _HAN.fullmatch(a + b)]


def _goes_on(text: str, span: Span, vocabulary: Vocabulary) -> bool:
    """Return whether the articles contain the word after what is before it, or else before."""
    before, after = text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1]
    return vocabulary.has_all([before if _HAN.fullmatch(before[:-1]) else after])


def _measure_support(text: str, span: Span, vocabulary: Vocabulary) -> tuple[int, float]:
    around = _pair(text[max(0, span.start - 1) : span.end + 1])
    neighbours = sum(vocabulary.has_all([pair]) for pair in around)
    rarity = vocabulary.measure_rarity(text[slice(*span)])
    return neighbours, -rarity


def _extend(reading: _Reading, vocabulary: Vocabulary) -> Span:
    """Return the range of the whole name around the corrected word: 航海西路街道 around 西路."""
    tokens = list(_tokenize(reading.text, vocabulary))
    start, end = reading.word
    for token in tokens:
        joined = reading.text[end - 1 : end + 1]
        if token.span.start == end and _ENDING.fullmatch(token.text):
            end = token.span.end if vocabulary.has_all([joined]) else end
    for token in tokens:
        joined = reading.text[start - 1 : start + 1]
        if token.span.end == start and token.tag[0] in "nb" and vocabulary.has_all([joined]):
            return Span(token.span.start, end)
    return Span(start, end)
