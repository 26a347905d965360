"""The quotes of an answer by its shape: one fact, several sentences, or all items of a list."""

import re
from collections.abc import Iterable, Sequence

from embeddings.documents import Span
from embeddings.text.sentences import find_paragraph, split_clauses, split_sentences, trim
from service.answers.shape import AnswerKind
from service.locating.enumeration import Numbered, find_numbered, split_items
from service.locating.quoting import QUOTE_CHARACTERS, find_quote

LIST_CHARACTERS = 400
"""The most that the quotes of a list show together."""
REASON_CHARACTERS = 300
_REASON_SENTENCES = 3
_LONGEST_ITEM = 40
# So many words between separators are the list; fewer may be part of one item.
_MANY_ITEMS = 3
_COLON = (":", "：")
_GOES_ON = re.compile(
    r"其次|再次|再者|最后|同时|此外|另外|与此同时|第?[二三四五六七八九]是|第[二三四五六七八九]"
)


def find_quotes(text: str, answer: Span, kind: AnswerKind) -> tuple[Span, ...]:
    """Return the ranges of ``text`` to quote for an answer of that kind, in order."""
    if kind is AnswerKind.LIST and (numbered := _choose_numbered(text, answer)):
        return _quote_numbered(text, numbered)
    quote = find_quote(text, answer)
    if kind is AnswerKind.REASON:
        quote = _find_sentences(text, answer) or quote
    if kind is AnswerKind.LIST:
        quote = _find_whole(text, answer) or quote
    return (quote, *_find_announced(text, quote))


def quote_series(text: str, items: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences from the first item to the last, or each item if they are too long."""
    whole = Span(items[0].start, items[-1].end)
    quote = find_quote(text, whole)
    if _contains(quote, whole):
        return (quote,)
    sentences = [s for s in split_sentences(text) if s.end > whole.start and s.start < whole.end]
    quote = Span(sentences[0].start, sentences[-1].end)
    if quote.end - quote.start <= LIST_CHARACTERS:
        return (quote,)
    return (whole,) if whole.end - whole.start <= LIST_CHARACTERS else _fit(items)


def find_items(text: str, answer: Span, quotes: Sequence[Span]) -> list[Span]:
    """Return the items of a list, each inside one of ``quotes``; [] if there is only one."""
    numbered = _choose_numbered(text, answer)
    words = [_shorten(text, one.words) for one in numbered] or split_items(text, answer)
    announced = [item for quote in quotes[1:] for item in split_items(text, quote)]
    if not numbered and len(quotes) > 1:
        words = announced
    items = [item for item in words if any(_contains(quote, item) for quote in quotes)]
    return items if len(items) > 1 else []


def _shorten(text: str, statement: Span) -> Span:
    """Return the first clause of a long statement, which names the item."""
    if statement.end - statement.start <= _LONGEST_ITEM // 2:
        return statement
    start, end = next(split_clauses(text, statement), statement)
    return Span(start, end - (text[end - 1] in ",，:："))


def _choose_numbered(text: str, answer: Span) -> list[Numbered]:
    """Return numbered statements, unless the answer itself is an enumeration of words."""
    items = split_items(text, answer)
    is_enumeration = len(items) >= _MANY_ITEMS and max(e - s for s, e in items) <= _LONGEST_ITEM
    return [] if is_enumeration else find_numbered(text, answer)


def _quote_numbered(text: str, numbered: Sequence[Numbered]) -> tuple[Span, ...]:
    """Quote the statements whole, or only their first clauses if they are too long together."""
    whole = [one.marked for one in numbered]
    if sum(end - start for start, end in whole) > LIST_CHARACTERS:
        whole = [next(split_clauses(text, span), span) for span in whole]
    return _fit(_merge(text, whole))


def _find_sentences(text: str, answer: Span) -> Span | None:
    """Return the sentences of an answer and those that go on with it; None if they are too long."""
    end = text.find("\n", *answer)
    answer = trim(text, Span(answer.start, answer.end if end < 0 else end))
    parts = list(split_sentences(text, find_paragraph(text, answer)))
    touched = [n for n, p in enumerate(parts) if p.end > answer.start and p.start < answer.end]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    while last + 1 < len(parts) and _GOES_ON.match(text, parts[last + 1].start):
        following = parts[last + 1].end - parts[first].start
        if following > REASON_CHARACTERS or last + 1 - first >= _REASON_SENTENCES:
            break
        last += 1
    found = Span(parts[first].start, parts[last].end)
    filled = find_quote(text, answer)
    is_longer = found.end - found.start > filled.end - filled.start
    is_near = answer.end - found.start <= QUOTE_CHARACTERS
    fits = is_near and found.end - found.start <= REASON_CHARACTERS
    return found if is_longer and fits else None


def _find_whole(text: str, answer: Span) -> Span | None:
    """Return the sentences of a long list whose quote would cut it; None if it fits."""
    quote = find_quote(text, answer)
    if _contains(quote, trim(text, answer)):
        return None
    touched = [p for p in split_sentences(text) if p.end > answer.start and p.start < answer.end]
    for split in (touched, [p for s in touched for p in split_clauses(text, s)]):
        parts = [p for p in split if p.end > answer.start and p.start < answer.end]
        if parts and parts[-1].end - parts[0].start <= LIST_CHARACTERS:
            return Span(parts[0].start, parts[-1].end)
    return None


def _find_announced(text: str, quote: Span) -> tuple[Span, ...]:
    """Return the lines that follow a quote which ends in a colon."""
    if not text.endswith(_COLON, quote.start, quote.end):
        return ()
    numbered = find_numbered(text, quote)
    lines = [one.marked for one in numbered] or list(_take_following(text, quote.end))
    room = LIST_CHARACTERS - (quote.end - quote.start)
    return _fit(_merge(text, lines), room)


def _take_following(text: str, start: int) -> Iterable[Span]:
    """Yield the first sentence after ``start``, and the list lines that follow it."""
    rest = list(split_sentences(text, Span(start, min(len(text), start + LIST_CHARACTERS))))
    for n, sentence in enumerate(rest):
        if (
            n
            and text[sentence.start] not in "·•●■◆-—"
            and not text.endswith((";", "；"), rest[n - 1].start, rest[n - 1].end)
        ):
            return
        yield sentence


def _merge(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans with nothing between them but spaces on the same line."""
    merged: list[Span] = []
    for span in spans:
        between = text[merged[-1].end : span.start] if merged else "\n"
        if merged and not between.strip() and "\n" not in between:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def _fit(spans: Iterable[Span], room: int = LIST_CHARACTERS) -> tuple[Span, ...]:
    """Return as many of the first spans as have together at most ``room`` characters."""
    fitting: list[Span] = []
    for span in spans:
        room -= span.end - span.start
        if room < 0:
            break
        fitting.append(span)
    return tuple(fitting)


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start < inner.end <= outer.end
