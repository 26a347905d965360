"""Whether a text tells of a plan: 计划2025年建成, 2025年将建成, 计划投资三亿元."""

import re

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph, split_sentences

_WORDS = (
    r"(?:(?<![按照据比年五”\"])(?<!比原)(?:计划|规划)|预计|预期|力争|争取|有望|可望|原定|定于|打算"
    r"|(?<![模虚比])拟(?!订|定的)|将(?=[于在到至推延])|(?:推迟|延期|延后)[到至])"
)
_BEFORE = re.compile(rf"{_WORDS}[^,;。!?:\n]{{0,20}}$")
_AFTER = re.compile(
    rf"[^,;。!?:\n]{{0,6}}?(?:{_WORDS}|将(?![军士领近]))|[^,;。!?:\n]{{0,12}}的(?:计划|目标)"
)
_NEXT = re.compile(
    r"(?:(?<![按照据比年五])计划|预计|预期|力争|争取|有望|原定|原计划|拟)[于在到至]?$"
)
_AIMED = re.compile(
    r"(?:(?<![按照据比年五原])计划|预计|预期|力争|争取(?!到了)|有望|原定|打算|(?<![模虚比])拟(?!订|定的)|目标)"
)
_DONE = re.compile("[已了]|实际")
_ASKED = re.compile(r"计划|预计|预期|打算|原定|[拟将]|什么时候能|何时能|下一?次|下一?届")
_LONGEST = 24


def is_planned(text: str, words: Span) -> bool:
    """Return whether the clause of a date says what is planned, not what happened."""
    folded = fold_aligned(text[max(0, words.start - _LONGEST) : words.end + _LONGEST])
    start = min(words.start, _LONGEST)
    end = start + words.end - words.start
    return bool(_BEFORE.search(folded[:end]) or _AFTER.match(folded, end))


def is_aimed_at(text: str, words: Span) -> bool:
    """Return whether the sentence of a number tells, before it, that it is only aimed at."""
    paragraph = find_paragraph(text, words)
    for sentence in split_sentences(text, paragraph):
        if sentence.start <= words.start < sentence.end:
            before = fold_aligned(text[sentence.start : words.start])
            aims = list(_AIMED.finditer(before))
            return bool(aims) and not _DONE.search(before, aims[-1].end())
    return False


def add_planning(text: str, words: Span) -> Span:
    """Return a date with the word before it that makes it a plan: 计划2025年."""
    before = fold_aligned(text[max(0, words.start - _LONGEST) : words.start])
    found = _NEXT.search(before)
    return Span(words.start - len(before) + found.start(), words.end) if found else words


def asks_plan(question: str) -> bool:
    """Return whether a question asks for what is planned."""
    return bool(_ASKED.search(question))
