"""Whether a text tells of a plan: 计划2025年建成, 2025年将建成, 计划投资三亿元."""

import re
from enum import Flag, auto

from embeddings.documents import Span
from embeddings.text.headings import list_headings
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph, split_sentences


class _Use(Flag):
    """What a word of planning tells."""

    DATED = auto()  # near a date: that it is the date of a plan
    NEXT = auto()  # right before a date: the same, and it is quoted with it
    AIMED = auto()  # before a number: that it is aimed at
    ASKED = auto()  # in a question: that it asks for a plan


_TOLD = _Use.DATED | _Use.NEXT | _Use.AIMED
_WORDS = (
    ("预计|预期|原定", _TOLD | _Use.ASKED),
    ("力争|有望", _TOLD),
    ("争取", _Use.DATED | _Use.NEXT),
    ("争取(?!到了)", _Use.AIMED),
    ("打算", _Use.DATED | _Use.AIMED | _Use.ASKED),
    ("可望|定于|将(?=[于在到至推延])|(?:推迟|延期|延后)[到至]", _Use.DATED),
    (r"(?<![按照据比年五”\"])(?<!比原)(?:计划|规划)", _Use.DATED),
    ("(?<![按照据比年五])计划|原计划", _Use.NEXT),
    ("(?<![按照据比年五原])计划|(?<![与比离到成])目标(?!还|相比)", _Use.AIMED),
    ("(?<![模虚比])拟(?!订|定的)", _Use.DATED | _Use.AIMED),
    ("拟", _Use.NEXT | _Use.ASKED),
    ("计划|目标|任务|将|什么时候能|何时能|下一?次|下一?届", _Use.ASKED),
    ("按[^,]{0,6}(?:安排|部署|打算)|[年月]初[^,]{0,4}(?:安排|部署|打算|定下)", _Use.ASKED),
)
"""The words of planning, each with what must not stand beside it, and what it tells."""


def _join_words(use: _Use) -> str:
    """Return a pattern for all words with this use."""
    return f"(?:{'|'.join(pattern for pattern, uses in _WORDS if use in uses)})"


_BEFORE = re.compile(rf"{_join_words(_Use.DATED)}[^,;。!?:\n]{{0,20}}$")
_AFTER = re.compile(
    rf"[^,;。!?:\n]{{0,6}}?(?:{_join_words(_Use.DATED)}|将(?![军士领近]))"
    r"|[^,;。!?:\n]{0,12}的(?:计划|目标)"
)
_NEXT = re.compile(rf"{_join_words(_Use.NEXT)}[于在到至]?$")
_AIMED = re.compile(_join_words(_Use.AIMED))
_ASKED = re.compile(_join_words(_Use.ASKED))
_BUDGET = re.compile(r"(?:预算|概算|估算)(?!收入|支出|执行|单位|内|外)[^,;。!?:\n]{0,8}$")
# What stands below such a heading is planned: 二、2021年主要任务.
_PLANNING = re.compile(r"(?:任务|安排|打算|目标|部署|计划|规划|展望|思路)$")
_DONE = re.compile("[已了]|实际")
_FACTUAL = re.compile("实际|最终|究竟|到底")
_OUTCOME = re.compile("实际|最终")
_LONGEST = 24


def is_planned(text: str, words: Span) -> bool:
    """Return whether the clause of a date says what is planned, not what happened."""
    folded = fold_aligned(text[max(0, words.start - _LONGEST) : words.end + _LONGEST])
    start = min(words.start, _LONGEST)
    end = start + words.end - words.start
    return bool(_BEFORE.search(folded[:end]) or _AFTER.match(folded, end))


def is_aimed_at(text: str, words: Span) -> bool:
    """Return whether the sentence of a number, or its heading, tells that it is only aimed at."""
    paragraph = find_paragraph(text, words)
    for sentence in split_sentences(text, paragraph):
        if sentence.start <= words.start < sentence.end:
            before = fold_aligned(text[sentence.start : words.start])
            if _BUDGET.search(before):
                return True
            aims = list(_AIMED.finditer(before))
            if aims:
                return not _DONE.search(before, aims[-1].end())
            return not _DONE.search(before) and _stands_below_plans(text, paragraph.start)
    return False


def _stands_below_plans(text: str, start: int) -> bool:
    """Return whether the nearest heading above a line announces plans."""
    heading = next(list_headings(text[:start]), "")
    return bool(_PLANNING.search(heading))


def add_planning(text: str, words: Span) -> Span:
    """Return a date with the word before it that makes it a plan: 计划2025年."""
    before = fold_aligned(text[max(0, words.start - _LONGEST) : words.start])
    found = _NEXT.search(before)
    return Span(words.start - len(before) + found.start(), words.end) if found else words


def asks_plan(question: str) -> bool:
    """Return whether a question asks for what is planned."""
    return bool(_ASKED.search(question)) and not _FACTUAL.search(question)


def asks_outcome(question: str) -> bool:
    """Return whether a question asks for what came about in fact, which no plan answers."""
    return bool(_OUTCOME.search(question))
