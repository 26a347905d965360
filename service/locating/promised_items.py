"""Find the items that a name promises, in the article: the five of 五大先锋."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph, split_clauses
from service.locating.enumeration import split_items
from service.questions.promised_lists import PromisedList

_BEFORE, _AFTER = 200, 800  # how far from its name a list is looked for
_QUOTES = "“”‘’「」『』《》\"'"
_QUOTED = re.compile(r"[“「『《\"]([^“”\"「」『』《》\n]{1,20})[”」』》\"]")
_LEAD = re.compile(r"(?:即|就是|是|为|指|包括|分别|[:：])*")
_BRACKETS = re.compile(rf"[{_QUOTES}]*[(（]([^()（）\n]+)[)）]")
_EDGES = f" \n\t,，。;；:：、{_QUOTES}"


def find_promised_items(text: str, within: Span, promised: PromisedList) -> list[Span]:
    """Return the items of ``promised`` next to its name; [] unless there are as many as promised.

    The name must be in the range ``within`` of ``text``; the items may go on after it.
    """
    folded = fold_aligned(text)
    name = re.compile(f"[{_QUOTES}]*".join(map(re.escape, promised.name)))
    for match in name.finditer(folded, *within):
        paragraph = find_paragraph(folded, Span(*match.span()))
        window = Span(
            max(paragraph.start, match.start() - _BEFORE),
            min(len(folded), match.end() + _AFTER),
        )
        runs = _list_pieces(folded, window, promised)
        for pieces in chain(runs, _list_adjacent(folded, Span(*match.span()), promised)):
            outside = [p for p in pieces if p.end <= match.start() or p.start >= match.end()]
            if len(outside) == promised.number:
                return outside
    return []


def _list_pieces(text: str, window: Span, promised: PromisedList) -> Iterator[list[Span]]:
    """Yield runs of parts of the text that have what each item must have."""
    if promised.is_slogan:
        yield from _find_turns(text, window, promised)
        return
    [key] = promised.keys
    quoted = [Span(*match.span(1)) for match in _QUOTED.finditer(text, *window)]
    yield from _find_runs(text, quoted, key, promised.name)
    clauses = [_strip(text, clause) for clause in split_clauses(text, window)]
    pieces = [piece for clause in clauses for piece in split_items(text, clause)]
    yield from _find_runs(text, pieces, key, promised.name)


def _list_adjacent(text: str, name: Span, promised: PromisedList) -> Iterator[list[Span]]:
    """Yield what is enumerated right before the name, and right after it in brackets."""
    if promised.is_slogan or not promised.is_certain:
        return
    before = _strip(text, Span(_find_bound(text, name.start), name.start))
    pieces = split_items(text, before)
    lengths = {piece.end - piece.start for piece in pieces[1:]}
    if len(lengths) == 1:  # 设置班子建设、队伍建设: the first goes without its verb
        first, [length] = pieces[0], lengths
        pieces[0] = Span(max(first.start, first.end - length), first.end)
    yield pieces
    if bracket := _BRACKETS.match(text, name.end):
        yield split_items(text, Span(*bracket.span(1)))


def _find_bound(text: str, end: int) -> int:
    return max(text.rfind(mark, 0, end) for mark in ",，。;；:：\n") + 1


def _find_runs(text: str, pieces: Sequence[Span], key: str, name: str) -> Iterator[list[Span]]:
    """Yield the runs of neighbouring pieces that end with ``key``."""
    run: list[Span] = []
    for piece in pieces:
        words = text[piece.start : piece.end].rstrip(_QUOTES)
        if words.endswith(key) and words != key and not words.endswith(name):
            run.append(piece)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _find_turns(text: str, window: Span, promised: PromisedList) -> Iterator[list[Span]]:
    """Yield the runs of clauses that begin with the keys in turn: 查…,看…,治…;查…."""
    run: list[Span] = []
    start, turn = 0, 0
    for clause in split_clauses(text, window):
        at = _skip_lead(text, clause, promised.name)
        if text.startswith(promised.keys[turn], at):
            start = start if turn else at
            turn += 1
            rest = text[at : clause.end]
            while turn < len(promised.keys) and promised.keys[turn] in rest:
                turn += 1
        elif run or turn:
            yield run
            run, turn = [], 0
        if turn == len(promised.keys):
            run.append(_strip(text, Span(start, clause.end)))
            turn = 0
    yield run


def _skip_lead(text: str, clause: Span, name: str) -> int:
    """Return where a clause goes on after 即 or the like."""
    lead = _LEAD.match(text, *clause)
    return lead.end() if lead else clause.start


def _strip(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
