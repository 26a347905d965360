"""Rewrite a follow-up as a standalone question, from the turns before it."""

import re
from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.antecedents import EarlierTurn
from service.followups.clauses import (
    asks_yes_or_no,
    complete_yes_no,
    continues,
    join_topic_clause,
)
from service.followups.corrections import read_correction
from service.followups.ellipsis import (
    extract_fragment,
    generate_noun_replacements,
    generate_replacements,
)
from service.followups.english import resolve_english
from service.followups.interpretation import Interpretation, Score, choose, drop_duplicates
from service.followups.phrases import ATTRIBUTE, Phrases, find_leading_end, find_tail_start, parse
from service.followups.pronouns import find_antecedents, find_pronoun, replace_pronoun
from service.followups.words import Words, split_words
from service.language import Language, detect_language
from service.questions.question import QuestionKind

# How many turns back a topic stays available, and how long a question that needs one may be.
REACH = 5
_LONGEST = 80
_AMOUNT = re.compile(r"多少|几")
# How long a topic may be that says too little by itself, in characters.
_SHORT = 6
# Parts of a whole that must be named: 第一轮, 二等奖, 冠军.
_PART = re.compile(
    r"(?:其中的?)?(?:第[0-9一二三四五六七八九十几]+(?:[名轮批期次届组个步位章条项天年等]|阶段|季度)?|[特一二三四五六七八九十]等奖"
    r"|前[三五十]名?|冠军|亚军|季军|优秀奖|剩下的?|其余的?|其他的?|另外的?|最[高低大小多少后]的?)"
)
_PART_AT_END = re.compile(rf"的?(?:{_PART.pattern})$")
# What a place or body has, rather than whoever holds an office of it.
_OFFICE = re.compile(
    r"(?:的|的?党工?委|(?<=[省市区县镇乡])委)?(?:现任|新任|党支部)*"
    r"(?:书记|主任|主席|经理|负责人|[校院局区县市镇乡村厂馆所科处队站园行社]长)$"
)
_HAS_HOW_MANY = re.compile(r"(?:一共|总共|共|现|还|又)?有(?:多少|几)")
_MEASURED = re.compile(r"多[长大高宽深重远少]|几")


def resolve(
    text: str, turns: Sequence[Turn], segmenter: Segmenter, score: Score | None = None
) -> Interpretation:
    """Return the reading of ``text`` after ``turns``, oldest first.

    Rules decide where they can. Where they leave several readings, ``score`` is called, a few
    times at most, to find out how well each is answered.
    """
    stood_alone = any(turn.answered and text == turn.question == turn.interpreted for turn in turns)
    if not turns or len(text) > _LONGEST or stood_alone:
        return Interpretation(text)
    if detect_language(text) is Language.ENGLISH:
        return resolve_english(text, turns[-REACH:])
    corrected = read_correction(text)
    recent = turns[-1:] if corrected else turns[-REACH:]
    earlier = [EarlierTurn(turn, segmenter) for turn in reversed(recent)]
    return _resolve_chinese(corrected or text, earlier, segmenter, score)


def _resolve_chinese(
    text: str, recent: Sequence[EarlierTurn], segmenter: Segmenter, score: Score | None
) -> Interpretation:
    """Return the reading of ``text`` after the ``recent`` turns, newest first."""
    text, has_topic_clause = join_topic_clause(text)
    unchanged = Interpretation(text)
    words = split_words(text, segmenter)
    start = find_leading_end(words)
    pronoun = find_pronoun(words, start)
    if pronoun:
        found = list(filter(None, find_antecedents(pronoun, recent)))
        readings = drop_duplicates([replace_pronoun(words, pronoun, name) for name in found])
        return choose(readings, score) or (readings or [unchanged])[0]
    follow_up = parse(words)
    elliptic = not has_topic_clause
    readings = _resolve_ellipsis(follow_up, recent, segmenter, start) if elliptic else []
    if readings:
        return choose(readings, score) or readings[0]
    if asks_yes_or_no(words):
        return complete_yes_no(follow_up, recent, start, score)
    if words.names:
        return unchanged
    depends = has_topic_clause or continues(words, start)
    return _add_subject(follow_up, recent, start, score, depends=depends)


def replace_subject(
    text: str, subject: str, reading: Interpretation, segmenter: Segmenter
) -> Interpretation:
    """Return ``text`` with what ``reading`` carried over replaced by the user's ``subject``."""
    if reading.carried_over:
        question = reading.question.replace(reading.carried_over, subject, 1)
        return Interpretation(question, subject)
    words = split_words(text, segmenter)
    pronoun = find_pronoun(words, find_leading_end(words))
    if pronoun:
        return replace_pronoun(words, pronoun, subject)
    return _prepend(words, find_leading_end(words), subject)


def _resolve_ellipsis(
    follow_up: Phrases, recent: Sequence[EarlierTurn], segmenter: Segmenter, start: int
) -> list[Interpretation]:
    """Return the readings of a follow-up that only says what changes."""
    persons = frozenset(
        earlier.find_person() for earlier in recent if earlier.kind is QuestionKind.PERSON
    )
    for earlier in recent:
        fragment = extract_fragment(follow_up, earlier, start)
        found = (
            generate_replacements(
                fragment, earlier, segmenter, persons, has_interrogative=follow_up.has_interrogative
            )
            if fragment
            else []
        )
        if found:
            return drop_duplicates(found)
    fragment = "" if follow_up.has_interrogative else extract_fragment(follow_up, recent[0], start)
    elliptic = start > 0 or "呢" in follow_up.words.folded[-2:]
    return (
        drop_duplicates(list(generate_noun_replacements(fragment, recent[0])))
        if fragment and elliptic
        else []
    )


def _add_subject(
    follow_up: Phrases,
    recent: Sequence[EarlierTurn],
    start: int,
    score: Score | None,
    *,
    depends: bool,
) -> Interpretation:
    """Give a question without a name an earlier subject, if that improves its answer.

    ``depends`` says that it certainly needs one.
    """
    words = follow_up.words
    unchanged = Interpretation(words.text)
    if not follow_up.has_interrogative:
        return unchanged  # a statement or a keyword
    asks = words.folded[follow_up.interrogative.start :]
    if _only_asks(follow_up, start) and not _MEASURED.match(asks):
        repeated = (_repeat_statement(words, start, earlier) for earlier in recent)
        return next(filter(None, repeated), unchanged)
    needs_subject = _needs_subject(follow_up)
    expanded = _expand_topic(follow_up, recent)
    readings = expanded or drop_duplicates(
        list(_propose_readings(follow_up, recent, start, has_topic=not needs_subject))
    )
    nouns = _find_nouns(words)
    is_part = _PART.fullmatch(words.extract(follow_up.topic))
    if readings and (is_part or (depends and not needs_subject)):
        return readings[0]
    if needs_subject or expanded:
        # A question that is not standalone stays as it is only if no subject helps.
        found = choose(readings, score, nouns) or choose([unchanged], score)
        return found or (unchanged if score and nouns else (readings or [unchanged])[0])
    chosen = choose([*readings[:2], unchanged], score, nouns) if score else None
    return chosen or unchanged


def _find_nouns(words: Words) -> list[str]:
    """Return the follow-up's nouns, folded, without attributes."""
    interrogatives = words.find_interrogatives()
    return [
        words.folded[word.span.start : word.span.end]
        for word in words.words
        if word.tag.startswith(("n", "vn", "j", "l", "i")) and len(word.text) > 1
        if not ATTRIBUTE.fullmatch(word.text.lower())
        if not any(span.start <= word.span.start < span.end for span in interrogatives)
    ]


def _needs_subject(follow_up: Phrases) -> bool:
    """Return whether nothing in the question says what it is about: 总投资多少, 什么时候成立的."""
    words = follow_up.words
    topic = words.extract(follow_up.topic)
    if not words.text[find_leading_end(words) : follow_up.interrogative.start].strip():
        counted = words.extract(follow_up.counted).lower()
        return not topic or not counted or bool(ATTRIBUTE.fullmatch(counted))
    if _PART.fullmatch(topic):
        return True
    if follow_up.has_attribute and follow_up.topic.end == follow_up.attribute.start:
        return len(topic) <= _SHORT  # 党员平均年龄: whose?
    return len(topic) <= _SHORT and bool(not topic or ATTRIBUTE.fullmatch(topic.lower()))


def _only_asks(follow_up: Phrases, start: int) -> bool:
    words = follow_up.words
    inside = words.select(Span(start, find_tail_start(words.folded)))
    asking = follow_up.interrogative
    return all(asking.start <= word.span.start < asking.end for word in inside if word.text.strip())


def _repeat_statement(words: Words, start: int, earlier: EarlierTurn) -> Interpretation | None:
    """Ask 为什么 or 什么时候 of the earlier statement, after its topic."""
    topic, asking = earlier.phrases.topic, earlier.phrases.interrogative
    if not earlier.topic or asking.start < topic.end:
        return None
    text = earlier.words.text
    asks = words.text[start : find_tail_start(words.folded)].strip()
    before = text[topic.end : asking.start].rstrip("在到从于")
    rest = before + text[asking.end : find_tail_start(earlier.words.folded)]
    return Interpretation(f"{text[: topic.end]}{asks}{rest}?", earlier.topic)


def _expand_topic(follow_up: Phrases, recent: Sequence[EarlierTurn]) -> list[Interpretation]:
    """Return the question with its topic (活动) in full, if an earlier subject ends with it."""
    text, span = follow_up.words.text, follow_up.topic
    topic = follow_up.words.extract(span)
    subjects = (subject for earlier in recent for subject in earlier.propose_subjects())
    full = next((s for s in subjects if s.endswith(topic) and s != topic), "")
    if not topic or not full:
        return []
    return [Interpretation(text[: span.start] + full + text[span.end :], full)]


def _propose_readings(
    follow_up: Phrases, recent: Sequence[EarlierTurn], start: int, *, has_topic: bool
) -> Iterator[Interpretation]:
    """Yield the question with each earlier subject prepended, from the newest turn back.

    A question with a topic of its own takes only the names: 中原区 for 楼宇党组织建了多少个.
    """
    words = follow_up.words
    before = words.folded[: follow_up.interrogative.start]
    counted_first = (
        bool(_AMOUNT.match(words.folded, follow_up.interrogative.start)) and "有" not in before
    )
    is_part = bool(_PART.fullmatch(words.extract(follow_up.topic)))
    counts = _HAS_HOW_MANY.match(words.folded, start)
    for earlier in recent:
        body = _OFFICE.sub("", earlier.topic)
        if counts and earlier.kind is QuestionKind.PERSON and body not in ("", earlier.topic):
            yield _prepend(words, start, body)  # 惠济区的书记是谁? 有多少党员?
        inherited = (earlier.find_scope(), earlier.topic)
        subjects = inherited if has_topic else earlier.propose_subjects(counted_first=counted_first)
        if is_part:
            subjects = (_PART_AT_END.sub("", subject) for subject in subjects)
        yield from (_prepend(words, start, subject) for subject in subjects if subject)


def _prepend(words: Words, start: int, subject: str) -> Interpretation:
    return Interpretation(f"{subject}{words.text[start:]}", subject)
