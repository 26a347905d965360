"""Follow-ups in clauses: 那经费呢,给多少钱 names a topic first; 弄完了没 asks yes or no."""

import re
from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from service.followups.antecedents import EarlierTurn
from service.followups.interpretation import Interpretation, Score, choose
from service.followups.phrases import Phrases, find_tail_start
from service.followups.words import Words

_TOPIC_CLAUSE = re.compile(
    r"(?:那么?)?(?P<topic>[^,，。?？!！]{1,12})呢[\s,，、。?？]+(?P<question>.{2,})"
)
_YES_NO = re.compile(
    r"(?:吗|么|了没有?|过没有?|没有|了没)[呢呀啊?？!！。\s]*$|是不是|有没有|能不能|可不可以|会不会|是否"
)
_ASKING_END = re.compile(r"(?:吗|么|没有?)?[呢呀啊?？!！。\s]*$")
_NOUNS = ("n", "j", "vn", "l", "i", "s")


def join_topic_clause(text: str) -> tuple[str, bool]:
    """Join 那X呢,Y to XY; return the text and whether it had such a clause."""
    match = _TOPIC_CLAUSE.fullmatch(text)
    return (match["topic"] + match["question"], True) if match else (text, False)


def asks_yes_or_no(words: Words) -> bool:
    """Return whether a question without interrogatives asks for yes or no."""
    return bool(_YES_NO.search(words.folded)) and not words.find_interrogatives()


def complete_yes_no(
    follow_up: Phrases, recent: Sequence[EarlierTurn], start: int, score: Score | None
) -> Interpretation:
    """Give a yes/no question what it lacks: the object after 也, or else the subject."""
    words = follow_up.words
    unchanged = Interpretation(words.text)
    if words.names:
        return next(_add_object(words, recent, start), unchanged)
    depends = continues(words, start)
    readings = [
        Interpretation(f"{subject}{words.text[start:]}", subject)
        for earlier in recent
        if (subject := _find_subject(words, earlier, start, new_topic=depends))
    ]
    if score is None or depends:
        return (readings or [unchanged])[0]
    return choose([*readings[:1], unchanged], score) or (readings or [unchanged])[0]


def continues(words: Words, start: int) -> bool:
    """Return whether a question says by 那 that it continues the last one."""
    return "那" in words.folded[:start]


def _find_subject(words: Words, earlier: EarlierTurn, start: int, *, new_topic: bool) -> str:
    """Return what a question is about that starts with its topic (拆迁弄完了没), or without one."""
    first = next(iter(words.select(Span(start, find_tail_start(words.folded)))), None)
    names_topic = new_topic or (first is not None and first.tag.startswith(_NOUNS))
    return (names_topic and earlier.find_scope()) or earlier.topic


def _add_object(
    words: Words, recent: Sequence[EarlierTurn], start: int
) -> Iterator[Interpretation]:
    """Yield 李小红也评上了优秀教师吗 for 李小红也评上了吗."""
    statement = words.text[start : _ASKING_END.search(words.folded).start()]  # type: ignore[union-attr]
    verbs = [word.text for word in words.words if word.tag == "v" and len(word.text) > 1]
    for earlier in recent:
        named = earlier.turn.short
        if named and "也" in words.folded and any(verb in earlier.words.text for verb in verbs):
            yield Interpretation(f"{statement}{named}吗?", named)
