"""Elliptic follow-ups say only what changes: 那四星级的呢, 陇海西路呢, 2018年呢, 那面积呢."""

import re
from collections.abc import Iterator
from dataclasses import replace

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.followups.antecedents import EarlierTurn
from service.followups.clauses import asks_yes_or_no
from service.followups.interpretation import Interpretation
from service.followups.name_substitution import (
    complete_question,
    consists_of_names,
    substitute_name,
)
from service.followups.noun_substitution import find_noun_runs, substitute_noun
from service.followups.phrases import ATTRIBUTE, Phrases, find_tail_start
from service.followups.substitution import ask_attribute, substitute
from service.followups.words import NAME_LIKE, Words, split_words

_LONGEST = 25
_NUMERALS = "0-9一二三四五六七八九十百千两〇零"
_NUMERAL = re.compile(rf"[{_NUMERALS}]+")
_LIGHT = re.compile("有|是|的|了|呢|在|叫|为|共|一共|多少|又|也|到|达|达到|和|跟")
_LEVELS = "省市区县镇乡村"
_AT_LEVEL = re.compile(rf"[{_LEVELS}](?:[里级委直属]|[^民区场县]*[局厅部办]$|$)")
_LEVEL = re.compile(rf"(?P<level>[{_LEVELS}])(?:里|级|上|这边|那边)的?")
# How long a noun may be to replace another one by itself, in characters.
_SHORT = 4
_CLOSED = re.compile(r"[的\s]+$")


def extract_fragment(follow_up: Phrases, earlier: EarlierTurn, start: int) -> str:
    """Return the fragment that a follow-up consists of, or "" when it says more than that."""
    words = follow_up.words
    if asks_yes_or_no(words):
        return ""
    if not follow_up.has_interrogative:
        fragment = _CLOSED.sub("", words.text[start : find_tail_start(words.folded)])
        return fragment if len(fragment) <= _LONGEST else ""
    topic = words.extract(follow_up.topic)
    if follow_up.has_counted or follow_up.has_attribute or not _only_names(words, topic):
        return ""
    earlier_text = earlier.words.folded
    rest = (
        w for w in words.words if not follow_up.topic.start <= w.span.start < follow_up.topic.end
    )
    interrogatives = words.find_interrogatives()
    new_words = [
        word.text
        for word in rest
        if word.tag[0] in "nvabjltz" or word.tag == "eng"
        if not _LIGHT.fullmatch(word.text) and word.text not in earlier_text
        if not any(span.start <= word.span.start < span.end for span in interrogatives)
    ]
    return "" if new_words else topic


def generate_replacements(
    fragment: str,
    earlier: EarlierTurn,
    segmenter: Segmenter,
    persons: frozenset[str],
    *,
    has_interrogative: bool,
) -> list[Interpretation]:
    """Return the earlier question with the part that is like ``fragment`` replaced by it.

    The most reliable kinds of replacement are tried first and the first that fits wins: a name,
    the same words with another number, a date, an attribute, a noun with the same ending. The last
    two are mostly too unreliable for a follow-up with an interrogative of its own. ``persons`` are
    names that the conversation has shown to be people's.
    """
    words = split_words(fragment, segmenter)
    if level := list(_substitute_level(words, earlier)):
        return level
    if NAME_LIKE.fullmatch(words.folded):
        words = replace(words, names=(Span(0, len(fragment)),))
    found = list(substitute_name(words, earlier, persons))
    if found or consists_of_names(words):
        return found
    if words.names:
        return list(complete_question(words, earlier))
    unreliable = (
        [_ask_attribute, substitute_noun]
        if not has_interrogative
        else [substitute_noun]
        if len(fragment) <= _SHORT
        else []
    )
    kinds = [_substitute_number, _substitute_date, *unreliable]
    return next((found for kind in kinds if (found := list(kind(words, earlier)))), [])


def generate_noun_replacements(fragment: str, earlier: EarlierTurn) -> Iterator[Interpretation]:
    """Yield the earlier question with each noun replaced in turn, then one asking for it."""
    phrases = earlier.phrases
    runs = (
        Span(span.start, min(span.end, phrases.topic.end))
        for span in find_noun_runs(earlier.words)
        if phrases.topic.start <= span.start < phrases.topic.end
    )
    same_length = (span for span in runs if span.end - span.start == len(fragment) < _SHORT)
    yield from (substitute(earlier, span, fragment) for span in same_length)
    if earlier.counted:
        yield substitute(earlier, phrases.counted, fragment)
    if earlier.topic:
        yield ask_attribute(earlier.topic, fragment)


def _only_names(words: Words, topic: str) -> bool:
    """Return whether a question is about its names alone (汝河路街道有多少个), if it has any."""
    return not words.names or topic in {words.extract(name) for name in words.names}


def _substitute_level(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    """Ask the same of another level of government: 市里 after 省委组织部."""
    asked = _LEVEL.fullmatch(fragment.folded)
    named = [word.span.start for word in earlier.words.words if _AT_LEVEL.match(word.text)]
    if asked and named and earlier.words.folded[named[-1]] != asked["level"]:
        yield substitute(earlier, Span(named[-1], named[-1] + 1), asked["level"])


def _substitute_number(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    if not _NUMERAL.search(fragment.folded):
        return
    pattern = _NUMERAL.sub(f"[{_NUMERALS}]+", re.escape(fragment.folded))
    least = 2 if _NUMERAL.fullmatch(fragment.folded) else 1
    for match in re.finditer(f"(?<![{_NUMERALS}]){pattern}", earlier.words.folded):
        if len(match.group()) >= least and match.group() != fragment.folded:
            yield substitute(earlier, Span(*match.span()), fragment.text)
            return


def _substitute_date(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    """Replace the date; in a question without one, insert it before the topic."""
    dates = fragment.find_dates()
    if not dates or dates[0] != Span(0, len(fragment.folded)):
        return
    earlier_dates = earlier.words.find_dates()
    if earlier_dates:
        yield substitute(earlier, earlier_dates[0], fragment.text)
        return
    topic = earlier.phrases.topic
    yield substitute(earlier, Span(topic.start, topic.start), fragment.text, carried=earlier.topic)


def _ask_attribute(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    if ATTRIBUTE.fullmatch(fragment.folded) and "的" not in fragment.folded and earlier.topic:
        office = ATTRIBUTE.fullmatch(earlier.topic.lower()) and earlier.find_scope()
        subjects = [earlier.find_scope()] if office else earlier.propose_subjects()
        for topic in dict.fromkeys(filter(None, subjects)):
            yield ask_attribute(topic, fragment.text)
