"""Follow-ups that only say what is different: 那四星级的呢, 陇海西路呢, 2018年呢, 那面积呢."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from embeddings.nouns import Span
from embeddings.terms import Segmenter
from service.followups.antecedents import Earlier
from service.followups.interpretation import Interpretation
from service.followups.phrases import ATTRIBUTE, Phrases, leading_end, tail_start
from service.followups.words import NAME_LIKE, Words, cut

_LONGEST = 25
_NUMERALS = "0-9一二三四五六七八九十百千两〇零"
_NUMERAL = re.compile(rf"[{_NUMERALS}]+")
_LIGHT = re.compile("有|是|的|了|呢|在|叫|为|共|一共|多少|又|也|到|达|达到|和|跟")
# Characters of a noun that stands for another one, and of what may follow the name of a body.
_SHORT = 4
_REACH = 6
_CLOSED = re.compile(r"[的\s]+$")
_CALLED = (
    (re.compile(r".*(?:时间|日期)"), "是什么时候"),
    (re.compile(r".*(?:地点|地址|位置)"), "在哪里"),
    (
        re.compile(
            r".*(?:[书部局处市区县省镇乡校院会组队站]记?[长记]|书记|主任|负责人|作者|创始人|总经理|c.o)"
        ),
        "是谁",
    ),
    (re.compile(r".*(?:原因|目的|名字|名称|内容|主题|口号|主办方)"), "是什么"),
)


def difference(follow_up: Phrases, earlier: Earlier, start: int) -> str:
    """Return what a follow-up says that is different, or "" when it says more than that."""
    words = follow_up.words
    if not follow_up.asks:
        said = _CLOSED.sub("", words.text[start : tail_start(words.folded)])
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


def replacements(
    said: str, earlier: Earlier, segmenter: Segmenter, persons: frozenset[str], *, asks: bool
) -> list[Interpretation]:
    """Return the earlier question with the part replaced that ``said`` is of the same kind as.

    The surest kinds come first, and only the first kind that fits: the same words with another
    number, a date, a name, an attribute, a noun with the same ending. The last two are mostly too
    unsure for a follow-up that ``asks`` by itself. ``persons`` are names that the conversation
    knows to be people's.
    """
    words = cut(said, segmenter)
    if NAME_LIKE.fullmatch(words.folded):
        words = replace(words, names=(Span(0, len(said)),))
    found = list(_named(words, earlier, persons))
    if found or _all_names(words):
        return found
    if words.names:
        return list(_complete(words, earlier))
    unsure = [_attributed, _alike] if not asks else [_alike] if len(said) <= _SHORT else []
    kinds = [_numbered, _dated, *unsure]
    return next((found for kind in kinds if (found := list(kind(words, earlier)))), [])


def nouns(said: str, earlier: Earlier) -> Iterator[Interpretation]:
    """Yield the earlier question with one noun after the other replaced, and one asking for it."""
    phrases = earlier.phrases
    runs = (
        Span(span.start, min(span.end, phrases.topic.end))
        for span in _noun_runs(earlier.words)
        if phrases.topic.start <= span.start < phrases.topic.end
    )
    near = (span for span in runs if max(span.end - span.start, len(said)) <= _SHORT)
    yield from (_swapped(earlier, span, said) for span in near)
    if earlier.counted:
        yield _swapped(earlier, phrases.counted, said)
    if earlier.topic:
        yield _asked(earlier.topic, said)


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
            yield _swapped(earlier, Span(*match.span()), said.text)
            return


def _dated(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Replace the date; a question without one gets it where its topic starts."""
    dates = said.dates()
    if not dates or dates[0] != Span(0, len(said.folded)):
        return
    known = earlier.words.dates()
    if known:
        yield _swapped(earlier, known[0], said.text)
        return
    topic = earlier.phrases.topic
    yield _swapped(earlier, Span(topic.start, topic.start), said.text, carried=earlier.topic)


def _all_names(said: Words) -> bool:
    return sum(name.end - name.start for name in said.names) == len(said.text.strip())


def _complete(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Ask for an attribute that is given with its own subject: 中原区的书记呢."""
    if ATTRIBUTE.fullmatch(said.folded):
        yield Interpretation(f"{said.text}{_asking_for(said.text)}?")
    first = said.names[0]
    rest = said.text[first.end :].removeprefix("的")
    known = _same_kind(said, earlier.words, frozenset())
    if known and first.start == 0 and rest and rest in earlier.words.text:
        yield _swapped(earlier, known, said.printed(first))
    elif earlier.topic and not ATTRIBUTE.fullmatch(said.folded):
        predicate = earlier.words.text[earlier.phrases.topic.end :]
        yield Interpretation(said.text + predicate, predicate[: tail_start(predicate)])


def _named(said: Words, earlier: Earlier, persons: frozenset[str]) -> Iterator[Interpretation]:
    if not said.names or not _all_names(said):
        return
    span = _same_kind(said, earlier.words, persons)
    if span is not None and earlier.words.printed(span) not in said.text:
        yield _swapped(earlier, span, said.text)


def _same_kind(said: Words, words: Words, persons: frozenset[str]) -> Span | None:
    """Return the name to be replaced: one with the same ending, else one of the same class."""
    for name in words.names:
        endings = () if said.folded.isascii() else (said.folded[-2:], said.folded[-1:])
        for ending in endings:
            reach = _REACH if len(ending) > 1 else 1
            place = words.folded.find(ending, name.start + 1, name.end + reach)
            if place >= 0:
                return Span(name.start, place + len(ending))
    person = bool(said.persons()) or said.text in persons
    people = persons | set(words.persons())
    alike = [name for name in words.names if (words.printed(name) in people) == person]
    latin = said.folded.isascii()
    same_script = (name for name in alike if words.printed(name).isascii() == latin)
    return next(same_script, alike[0] if alike else None)


def _alike(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Replace the nouns that end as ``said`` does: 男党员 for 女党员."""
    if earlier.topic.endswith(said.text):
        return  # the topic, named again
    best: tuple[int, Span] | None = None
    for span in _noun_runs(earlier.words):
        text = earlier.words.folded[span.start : span.end]
        shared = _shared_ending(said.folded, text)
        if 0 < shared < max(len(said.folded), len(text)) and (best is None or shared > best[0]):
            best = (shared, _with_name(earlier.words, span) if shared == len(text) else span)
    if best and best[1].start >= earlier.phrases.topic.start:
        yield _swapped(earlier, best[1], said.text)


def _with_name(words: Words, span: Span) -> Span:
    """Take in the name in front, which has no ending of its own: 青山 of 青山水库."""
    before = next((name for name in words.names if name.end == span.start), span)
    return span if NAME_LIKE.fullmatch(words.printed(before)) else Span(before.start, span.end)


def _shared_ending(first: str, second: str) -> int:
    pairs = zip(reversed(first), reversed(second), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _attributed(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    if ATTRIBUTE.fullmatch(said.folded) and "的" not in said.folded and earlier.topic:
        for topic in dict.fromkeys(filter(None, earlier.subjects())):
            yield _asked(topic, said.text)


def _asked(topic: str, attribute: str) -> Interpretation:
    question = f"{topic.removesuffix('的')}的{attribute}{_asking_for(attribute)}?"
    return Interpretation(question, topic)


def _asking_for(attribute: str) -> str:
    folded = attribute.lower()
    return next((words for pattern, words in _CALLED if pattern.fullmatch(folded)), "是多少")


def _noun_runs(words: Words) -> Iterator[Span]:
    """Yield the runs of nouns with what stands in front of them, without names and asking words."""
    taken = [*words.names, *words.asking()]
    run: list[Span] = []
    for word in words.words:
        outside = any(span.start <= word.span.start < span.end for span in taken)
        if word.tag.startswith(("n", "b", "j", "l", "a", "z", "vn")) and not outside:
            run.append(word.span)
        elif run:
            yield Span(run[0].start, run[-1].end)
            run = []
    if run:
        yield Span(run[0].start, run[-1].end)


def _swapped(
    earlier: Earlier, span: Span, said: str, *, carried: str | None = None
) -> Interpretation:
    """Replace a range of the earlier question; the topic stays carried over when it is kept."""
    text, topic = earlier.words.text, earlier.phrases.topic
    question = text[leading_end(earlier.words) : span.start] + said + text[span.end :]
    if carried is None:
        kept = not (span.start < topic.end and topic.start < span.end)
        carried = earlier.topic if kept and earlier.topic else _rest(earlier.words, span)
    return Interpretation(question, carried)


def _rest(words: Words, span: Span) -> str:
    """Return what the question keeps: the longer of what stands before and behind the range."""
    end = tail_start(words.folded)
    start = max(word.span.start for word in words.words if word.span.start <= span.end)
    rest = max(words.text[: span.start], words.text[start:end], key=len)
    return rest.strip().removeprefix("的").removesuffix("的")
