"""Follow-ups that only say what is different: 那四星级的呢, 陇海西路呢, 2018年呢, 那面积呢."""

import re
from collections.abc import Iterator
from dataclasses import replace

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.followups.antecedents import Earlier
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
# Characters of a noun that stands for another one.
_SHORT = 4
_CLOSED = re.compile(r"[的\s]+$")


def find_difference(follow_up: Phrases, earlier: Earlier, start: int) -> str:
    """Return what a follow-up says that is different, or "" when it says more than that."""
    words = follow_up.words
    if not follow_up.asks:
        said = _CLOSED.sub("", words.text[start : find_tail_start(words.folded)])
        return said if len(said) <= _LONGEST else ""
    topic = words.printed(follow_up.topic)
    if follow_up.has_counted or follow_up.has_attribute or not _only_names(words, topic):
        return ""
    known = earlier.words.folded
    rest = (
        w for w in words.words if not follow_up.topic.start <= w.span.start < follow_up.topic.end
    )
    asking = words.asking()
    more = [
        word.text
        for word in rest
        if word.tag[0] in "nvabjltz" or word.tag == "eng"
        if not _LIGHT.fullmatch(word.text) and word.text not in known
        if not any(span.start <= word.span.start < span.end for span in asking)
    ]
    return "" if more else topic


def generate_replacements(
    said: str, earlier: Earlier, segmenter: Segmenter, persons: frozenset[str], *, asks: bool
) -> list[Interpretation]:
    """Return the earlier question with the part replaced that ``said`` is of the same kind as.

    The surest kinds come first, and only the first kind that fits: the same words with another
    number, a date, a name, an attribute, a noun with the same ending. The last two are mostly too
    unsure for a follow-up that ``asks`` by itself. ``persons`` are names that the conversation
    knows to be people's.
    """
    words = split_words(said, segmenter)
    if NAME_LIKE.fullmatch(words.folded):
        words = replace(words, names=(Span(0, len(said)),))
    found = list(substitute_name(words, earlier, persons))
    if found or consists_of_names(words):
        return found
    if words.names:
        return list(complete_question(words, earlier))
    unsure = (
        [_attributed, substitute_noun]
        if not asks
        else [substitute_noun]
        if len(said) <= _SHORT
        else []
    )
    kinds = [_numbered, _dated, *unsure]
    return next((found for kind in kinds if (found := list(kind(words, earlier)))), [])


def generate_noun_replacements(said: str, earlier: Earlier) -> Iterator[Interpretation]:
    """Yield the earlier question with one noun after the other replaced, and one asking for it."""
    phrases = earlier.phrases
    runs = (
        Span(span.start, min(span.end, phrases.topic.end))
        for span in find_noun_runs(earlier.words)
        if phrases.topic.start <= span.start < phrases.topic.end
    )
    near = (span for span in runs if span.end - span.start == len(said) < _SHORT)
    yield from (substitute(earlier, span, said) for span in near)
    if earlier.counted:
        yield substitute(earlier, phrases.counted, said)
    if earlier.topic:
        yield ask_attribute(earlier.topic, said)


def _only_names(words: Words, topic: str) -> bool:
    """Tell whether a question that has names is about them alone: 汝河路街道有多少个."""
    return not words.names or topic in {words.printed(name) for name in words.names}


def _numbered(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    if not _NUMERAL.search(said.folded):
        return
    pattern = _NUMERAL.sub(f"[{_NUMERALS}]+", re.escape(said.folded))
    least = 2 if _NUMERAL.fullmatch(said.folded) else 1
    for match in re.finditer(f"(?<![{_NUMERALS}]){pattern}", earlier.words.folded):
        if len(match.group()) >= least and match.group() != said.folded:
            yield substitute(earlier, Span(*match.span()), said.text)
            return


def _dated(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Replace the date; a question without one gets it where its topic starts."""
    dates = said.dates()
    if not dates or dates[0] != Span(0, len(said.folded)):
        return
    known = earlier.words.dates()
    if known:
        yield substitute(earlier, known[0], said.text)
        return
    topic = earlier.phrases.topic
    yield substitute(earlier, Span(topic.start, topic.start), said.text, carried=earlier.topic)


def _attributed(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    if ATTRIBUTE.fullmatch(said.folded) and "的" not in said.folded and earlier.topic:
        office = ATTRIBUTE.fullmatch(earlier.topic.lower()) and earlier.scope()
        subjects = [earlier.scope()] if office else earlier.subjects()
        for topic in dict.fromkeys(filter(None, subjects)):
            yield ask_attribute(topic, said.text)
