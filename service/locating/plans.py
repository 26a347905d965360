"""Whether a text tells of a plan: 计划2025年建成, 2025年将建成, 计划投资三亿元."""

import re

from embeddings.documents import Span
from embeddings.text.headings import list_headings
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
    r"(?:(?<![按照据比年五原])计划|预计|预期|力争|争取(?!到了)|有望|原定|打算|(?<![模虚比])拟(?!订|定的)|(?<![与比离到成])目标(?!还|相比))"
)
_BUDGET = re.compile(r"(?:预算|概算|估算)(?!收入|支出|执行|单位|内|外)[^,;。!?:\n]{0,8}$")
# What stands below such a heading is planned: 二、2021年主要任务.
_PLANNING = re.compile(r"(?:任务|安排|打算|目标|部署|计划|规划|展望|思路)$")
_DONE = re.compile("[已了]|实际")
_FACTUAL = re.compile("实际|最终|究竟|到底")
_ASKED = re.compile(r"计划|预计|预期|打算|原定|[拟将]|目标|任务|什么时候能|何时能|下一?次|下一?届")
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
