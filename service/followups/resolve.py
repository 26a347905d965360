"""From a follow-up and the turns before it to a question that stands for itself."""

import re
from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.antecedents import Earlier
from service.followups.ellipsis import (
    find_difference,
    generate_noun_replacements,
    generate_replacements,
)
from service.followups.interpretation import Interpretation, Score, choose, drop_duplicates
from service.followups.phrases import ATTRIBUTE, Phrases, find_leading_end, find_tail_start, parse
from service.followups.pronouns import find_antecedents, find_pronoun, replace_pronoun
from service.followups.words import Words, split_words
from service.questions.question import QuestionKind

# How far back a topic stays alive, and how long a question may be that needs one.
REACH = 5
_LONGEST = 80
_AMOUNT = re.compile(r"多少|几")
# Characters of a topic that says little by itself.
_SHORT = 6


def resolve(
    text: str, turns: Sequence[Turn], segmenter: Segmenter, score: Score | None = None
) -> Interpretation:
    """Return the reading of ``text`` after ``turns``, oldest first.

    Rules decide where they can. ``score`` tells how well a reading is answered; it is asked, a few
    times at most, where the rules leave several readings.
    """
    as_it_is = Interpretation(text)
    stood_alone = any(turn.answered and text == turn.question == turn.interpreted for turn in turns)
    if not turns or len(text) > _LONGEST or stood_alone:
        return as_it_is
    words = split_words(text, segmenter)
    recent = [Earlier(turn, segmenter) for turn in reversed(turns[-REACH:])]
    start = find_leading_end(words)
    pronoun = find_pronoun(words, start)
    if pronoun:
        found = list(filter(None, find_antecedents(pronoun, recent)))
        readings = drop_duplicates([replace_pronoun(words, pronoun, by) for by in found])
        return choose(readings, score) or (readings or [as_it_is])[0]
    follow_up = parse(words)
    readings = _elliptic(follow_up, recent, segmenter, start)
    if readings:
        return choose(readings, score) or readings[0]
    if words.names:
        return as_it_is
    return _with_subject(follow_up, recent, start, score)


def replace_subject(
    text: str, subject: str, reading: Interpretation, segmenter: Segmenter
) -> Interpretation:
    """Return ``text`` with the ``subject`` that the asker chose for what ``reading`` took over."""
    if reading.carried_over:
        question = reading.question.replace(reading.carried_over, subject, 1)
        return Interpretation(question, subject)
    words = split_words(text, segmenter)
    pronoun = find_pronoun(words, find_leading_end(words))
    if pronoun:
        return replace_pronoun(words, pronoun, subject)
    return _in_front(words, find_leading_end(words), subject)


def _elliptic(
    follow_up: Phrases, recent: Sequence[Earlier], segmenter: Segmenter, start: int
) -> list[Interpretation]:
    """Return the readings of a follow-up that only says what is different."""
    persons = frozenset(one.person() for one in recent if one.kind is QuestionKind.PERSON)
    for earlier in recent:
        said = find_difference(follow_up, earlier, start)
        found = (
            generate_replacements(said, earlier, segmenter, persons, asks=follow_up.asks)
            if said
            else []
        )
        if found:
            return drop_duplicates(found)
    said = "" if follow_up.asks else find_difference(follow_up, recent[0], start)
    elliptic = start > 0 or "呢" in follow_up.words.folded[-2:]
    return (
        drop_duplicates(list(generate_noun_replacements(said, recent[0])))
        if said and elliptic
        else []
    )


def _with_subject(
    follow_up: Phrases, recent: Sequence[Earlier], start: int, score: Score | None
) -> Interpretation:
    """Give a question without a name of its own the subject before, where that is better."""
    words = follow_up.words
    as_it_is = Interpretation(words.text)
    if not follow_up.asks:
        return as_it_is  # a statement or a keyword
    if _only_asks(follow_up, start):
        return next((one for e in recent if (one := _asked_again(words, start, e))), as_it_is)
    needs = _needs_subject(follow_up)
    again = _named_again(follow_up, recent)
    readings = again or drop_duplicates(list(_readings(follow_up, recent, start, own=not needs)))
    nouns = _own_nouns(words)
    if needs or again:
        # What cannot stand for itself is left so only where no subject helps.
        found = choose(readings, score, nouns) or choose([as_it_is], score)
        return found or (as_it_is if score and nouns else (readings or [as_it_is])[0])
    if score is None:
        return as_it_is
    return choose([*readings[:2], as_it_is], score, nouns) or as_it_is


def _own_nouns(words: Words) -> list[str]:
    """Return the nouns that the follow-up brings, folded, without attributes."""
    asking = words.asking()
    return [
        words.folded[word.span.start : word.span.end]
        for word in words.words
        if word.tag.startswith(("n", "vn", "j", "l", "i")) and len(word.text) > 1
        if not ATTRIBUTE.fullmatch(word.text.lower())
        if not any(span.start <= word.span.start < span.end for span in asking)
    ]


def _needs_subject(follow_up: Phrases) -> bool:
    """Tell whether nothing in the question says what it is about: 总投资多少, 什么时候成立的."""
    words = follow_up.words
    topic = words.printed(follow_up.topic)
    if not words.text[find_leading_end(words) : follow_up.asking.start].strip():
        return not follow_up.has_counted or not topic
    if follow_up.has_attribute and follow_up.topic.end == follow_up.attribute.start:
        return len(topic) <= _SHORT  # 党员平均年龄: whose?
    return len(topic) <= _SHORT and bool(not topic or ATTRIBUTE.fullmatch(topic.lower()))


def _only_asks(follow_up: Phrases, start: int) -> bool:
    words = follow_up.words
    said = words.between(Span(start, find_tail_start(words.folded)))
    asking = follow_up.asking
    return all(asking.start <= word.span.start < asking.end for word in said if word.text.strip())


def _asked_again(words: Words, start: int, earlier: Earlier) -> Interpretation | None:
    """Ask 为什么 or 什么时候 of the earlier statement: behind its topic."""
    topic, asking = earlier.phrases.topic, earlier.phrases.asking
    if not earlier.topic or asking.start < topic.end:
        return None
    text = earlier.words.text
    asks = words.text[start : find_tail_start(words.folded)].strip()
    before = text[topic.end : asking.start].rstrip("在到从于")
    rest = before + text[asking.end : find_tail_start(earlier.words.folded)]
    return Interpretation(f"{text[: topic.end]}{asks}{rest}?", earlier.topic)


def _named_again(follow_up: Phrases, recent: Sequence[Earlier]) -> list[Interpretation]:
    """Return the question with its topic in full, when one before ends with it: 活动."""
    text, span = follow_up.words.text, follow_up.topic
    topic = follow_up.words.printed(span)
    subjects = (subject for earlier in recent for subject in earlier.subjects())
    full = next((one for one in subjects if one.endswith(topic) and one != topic), "")
    if not topic or not full:
        return []
    return [Interpretation(text[: span.start] + full + text[span.end :], full)]


def _readings(
    follow_up: Phrases, recent: Sequence[Earlier], start: int, *, own: bool
) -> Iterator[Interpretation]:
    """Yield the question with the subjects before it, from the newest turn back.

    One that has a topic of its own takes only the names: 中原区 for 楼宇党组织建了多少个.
    """
    words = follow_up.words
    before = words.folded[: follow_up.asking.start]
    of_counted = bool(_AMOUNT.match(words.folded, follow_up.asking.start)) and "有" not in before
    for earlier in recent:
        inherited = (earlier.scope(), earlier.topic)
        subjects = inherited if own else earlier.subjects(counted_first=of_counted)
        yield from (_in_front(words, start, subject) for subject in subjects if subject)


def _in_front(words: Words, start: int, subject: str) -> Interpretation:
    return Interpretation(f"{subject}{words.text[start:]}", subject)
