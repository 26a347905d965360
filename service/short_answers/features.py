"""Measure the features of the spans that could be the short answer."""

import re
from collections.abc import Sequence

import numpy as np

from embeddings.documents import Span
from embeddings.encoding.vectors import FloatMatrix, FloatVector
from embeddings.text.sentences import split_clauses
from service.questions.answer_spans import measure_unit_fit
from service.questions.query_terms import QueryTerms, Term, measure_coverage
from service.short_answers.candidates import LONGEST_CHARACTERS, Token, find_typed_spans
from service.short_answers.quote_layout import Places, QuoteLayout

_NEAR, _ADJACENT = 20.0, 6.0
_FAR = 1000.0
_NAMING = re.compile(r"叫|名字|名称|称为|称作|命名|指的是")
_QUOTATION = ('“"「『《', '”"」』》')
_BEING = ("是", "为", "叫", "即", "任", "由", "在", "到", "称")
_LONG = 12
_TAGS = {
    "person": "nr",
    "place": "ns",
    "organisation": "nt",
    "proper": "nz",
    "latin": "eng",
    "verb": "v",
    "particle": "u",
}
Columns = dict[str, FloatVector]


def measure_spans(
    text: str, tokens: Sequence[Token], spans: Sequence[Span], query_terms: QueryTerms
) -> Columns:
    """Return the features of ``spans`` by name; each is ``(spans,)``, most are in 0..1."""
    layout = QuoteLayout.of(text, tokens, spans)
    clause = _measure_clause(layout, query_terms)
    return {
        **_measure_nearness(layout, query_terms),
        **clause,
        **_measure_repetition(layout, query_terms),
        **_measure_form(layout, spans, query_terms),
        **_measure_naming(layout, spans, query_terms, clause["clause_words"]),
        **_measure_words(layout),
        **_measure_neighbours(layout),
    }


def _measure_nearness(layout: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure how near the question's words are: 1 if adjacent, halved every few characters.

    "Before" are its words before the interrogative, "after" those after it: their order is often
    that of the answering sentence. ``ahead`` and ``behind`` are the weighted shares of them that
    are on the same side of the span as in the question; ``left`` and ``right`` are about the word
    next to the interrogative.
    """
    content = query_terms.question.content
    interrogative = query_terms.question.focus.interrogative
    placed = sorted(query_terms.words, key=lambda term: content.find(term.text))
    before = [term for term in placed if content.find(term.text) < interrogative.start]
    after = placed[len(before) :]
    spots = {term: layout.find(term.text) for term in placed}
    total = sum(term.weight for term in placed) or 1.0
    near = np.zeros(len(layout.starts), dtype=np.float32)
    for term in placed:
        near += term.weight * _halve(_measure_gap(layout, *spots[term]), _NEAR)
    nothing = layout.find("\0")
    last, first = spots[before[-1]] if before else nothing, spots[after[0]] if after else nothing
    return {
        "near_words": near / total,
        "before_left": _halve(_measure_gap_left(layout, *last), _ADJACENT),
        "before_right": _halve(_measure_gap_right(layout, *last), _ADJACENT),
        "after_left": _halve(_measure_gap_left(layout, *first), _ADJACENT),
        "after_right": _halve(_measure_gap_right(layout, *first), _ADJACENT),
        "before_ahead": _measure_share(
            layout, before, [_measure_gap_left(layout, *spots[t]) for t in before]
        ),
        "after_behind": _measure_share(
            layout, after, [_measure_gap_right(layout, *spots[t]) for t in after]
        ),
    }


def _measure_clause(layout: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure the clause that a span starts in: its weighted share of the question's terms."""
    clauses = list(split_clauses(layout.text))
    texts = [layout.folded[part.start : part.end] for part in clauses]
    row = np.searchsorted([part.end for part in clauses], layout.starts, side="right")
    row = np.minimum(row, len(clauses) - 1)
    words = np.array(
        [measure_coverage(query_terms.words, text) for text in texts], dtype=np.float32
    )
    bigrams = np.array(
        [measure_coverage(query_terms.bigrams, text) for text in texts], dtype=np.float32
    )
    opens = np.isin(layout.starts, [part.start for part in clauses])
    return {
        "clause_words": words[row],
        "clause_bigrams": bigrams[row],
        "clause_start": opens.astype(np.float32),
    }


def _measure_repetition(layout: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure overlap with the question: an answer seldom repeats it, but may end in its noun."""
    marked = np.zeros(len(layout.text), dtype=bool)
    for term in (*query_terms.words, *query_terms.bigrams):
        for start, end in zip(*layout.find(term.text), strict=True):
            marked[start:end] = True
    repeated = layout.measure_share(marked)
    head = query_terms.question.focus.head
    starts, ends = layout.find(head) if head else layout.find("\0")
    longer = layout.ends - layout.starts > len(head)
    return {
        "asked": repeated,
        "asked_all": (repeated == 1).astype(np.float32),
        "head_within": (np.isin(layout.ends, ends) & longer).astype(np.float32),
        "head_left": _halve(_measure_gap_left(layout, starts, ends), _ADJACENT),
        "head_right": _halve(_measure_gap_right(layout, starts, ends), _ADJACENT),
    }


def _measure_form(layout: QuoteLayout, spans: Sequence[Span], query_terms: QueryTerms) -> Columns:
    """Measure the form: unit, enumeration, length."""
    question, text = query_terms.question, layout.text
    texts = [text[span.start : span.end] for span in spans]
    before = [text[span.start - 1 : span.start] for span in spans]
    after = [text[span.end : span.end + 1] for span in spans]
    typed = set(find_typed_spans(text, layout.tokens, question.kind))
    units = [measure_unit_fit(words, question.units) if question.units else 0.0 for words in texts]
    length = np.array([len(words) for words in texts], dtype=np.float32)
    return {
        "unit": _to_column(units),
        "typed": _to_column([span in typed for span in spans]),
        "digits": _to_column([any(map(str.isdigit, words)) for words in texts]),
        "enumerated": _to_column([min(words.count("、"), 4) / 4 for words in texts]),
        "enumeration_cut": _to_column(["、" in sides for sides in zip(before, after, strict=True)]),
        "length": np.minimum(length / LONGEST_CHARACTERS, 1),
        "long": (length > _LONG).astype(np.float32),
    }


def _measure_naming(
    layout: QuoteLayout, spans: Sequence[Span], query_terms: QueryTerms, clause_words: FloatVector
) -> Columns:
    """Measure spans in quotation marks: they are names, even if they contain numbers.

    A span is "named" if it is quoted and the question asks what something is called.
    """
    text, head = layout.text, query_terms.question.focus.head
    sides = [(text[s.start - 1 : s.start], text[s.end : s.end + 1]) for s in spans]
    marked = _to_column([_are_quotation_marks(*side) for side in sides])
    named = marked * bool(_NAMING.search(query_terms.question.text))
    spots = layout.find(head or "\0")
    near = np.minimum(_measure_gap_left(layout, *spots), _measure_gap_right(layout, *spots))
    numbers = layout.measure_word_share(lambda token: token.tag.startswith("m"))
    return {
        "quoted": marked,
        "numbers": numbers * (1 - marked),
        "named": named,
        "named_near": named * _halve(near, _ADJACENT),
        "named_clause": named * clause_words,
    }


def _measure_words(layout: QuoteLayout) -> Columns:
    """Measure the parts of speech inside, in jieba's tag set."""
    is_noun = np.array([_is_noun(token) for token in layout.tokens])
    is_verb = np.array([_is_verb(token) for token in layout.tokens])
    return {
        **{name: _contains_tag(layout, tag) for name, tag in _TAGS.items()},
        "nouns": layout.measure_word_share(_is_noun),
        "first_noun": is_noun[layout.first].astype(np.float32),
        "last_noun": is_noun[layout.last].astype(np.float32),
        "last_verb": is_verb[layout.last].astype(np.float32),
        "one_word": (layout.first == layout.last).astype(np.float32),
    }


def _contains_tag(layout: QuoteLayout, tag: str) -> FloatVector:
    share = layout.measure_word_share(lambda token: token.tag.startswith(tag))
    return (share > 0).astype(np.float32)


def _measure_neighbours(layout: QuoteLayout) -> Columns:
    """Measure the words on both sides."""
    return {
        "left_edge": layout.match_neighbour(-1, _is_edge),
        "left_noun": layout.match_neighbour(-1, _is_noun),
        "left_verb": layout.match_neighbour(-1, _is_verb),
        "left_being": layout.match_neighbour(
            -1, lambda token: bool(token and token.text in _BEING)
        ),
        "right_edge": layout.match_neighbour(1, _is_edge),
        "right_noun": layout.match_neighbour(1, _is_noun),
        "right_verb": layout.match_neighbour(1, _is_verb),
        "right_of": layout.match_neighbour(1, lambda token: bool(token and token.tag == "uj")),
    }


def _is_noun(token: Token | None) -> bool:
    return bool(token and token.tag.startswith(("n", "j", "l", "vn", "eng")))


def _is_verb(token: Token | None) -> bool:
    return bool(token and token.tag == "v")


def _is_edge(token: Token | None) -> bool:
    return token is None or token.tag == "x"


def _measure_gap_left(layout: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    """Return the distance to the nearest occurrence left of each span, ``(spans,)``."""
    gaps = layout.along[layout.starts][:, None] - layout.along[ends][None]
    return _find_nearest(np.where(ends[None] <= layout.starts[:, None], gaps, _FAR))


def _measure_gap_right(layout: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    gaps = layout.along[starts][None] - layout.along[layout.ends][:, None]
    return _find_nearest(np.where(starts[None] >= layout.ends[:, None], gaps, _FAR))


def _measure_gap(layout: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    """Return the distance to the nearest occurrence not inside the span; 0 if one overlaps it."""
    left = layout.along[layout.starts][:, None] - layout.along[ends][None]
    right = layout.along[starts][None] - layout.along[layout.ends][:, None]
    inside = (starts[None] >= layout.starts[:, None]) & (ends[None] <= layout.ends[:, None])
    return _find_nearest(np.where(inside, _FAR, np.maximum(np.maximum(left, right), 0)))


def _find_nearest(gaps: FloatMatrix) -> FloatVector:
    nearest: FloatVector = gaps.min(axis=1, initial=_FAR).astype(np.float32)
    return nearest


def _halve(gap: FloatVector, distance: float) -> FloatVector:
    halved: FloatVector = np.exp2(-gap / distance, dtype=np.float32)
    return halved


def _measure_share(
    layout: QuoteLayout, terms: Sequence[Term], gaps: Sequence[FloatVector]
) -> FloatVector:
    """Return the weighted share of ``terms`` that occur on that side; 0.5 without terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return np.full(len(layout.starts), 0.5, dtype=np.float32)
    present = np.array([term.weight * (gap < _FAR) for term, gap in zip(terms, gaps, strict=True)])
    share: FloatVector = present.sum(axis=0) / total
    return share.astype(np.float32)


def _are_quotation_marks(before: str, after: str) -> bool:
    return bool(before and after) and before in _QUOTATION[0] and after in _QUOTATION[1]


def _to_column(values: Sequence[float]) -> FloatVector:
    return np.array(values, dtype=np.float32)
