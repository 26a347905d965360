"""What is known of the spans of a quote that could be the short answer."""

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
    """Return the features of ``spans`` by name; every one is ``(spans,)``, most lie in 0..1."""
    quoted = QuoteLayout.of(text, tokens, spans)
    clause = _clause(quoted, query_terms)
    return {
        **_nearness(quoted, query_terms),
        **clause,
        **_asked(quoted, query_terms),
        **_form(quoted, spans, query_terms),
        **_naming(quoted, spans, query_terms, clause["clause_words"]),
        **_words(quoted),
        **_neighbours(quoted),
    }


def _nearness(quoted: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure how near the question's words stand: 1 side by side, half every few characters.

    "Before" are its words before the interrogative, "after" the ones behind it: their order is
    often that of the answering sentence. ``ahead`` and ``behind`` are weighted shares of them that
    stand on the same side of the span as in the question; ``left`` and ``right`` tell of the word
    next to the interrogative.
    """
    content = query_terms.question.content
    interrogative = query_terms.question.focus.interrogative
    placed = sorted(query_terms.words, key=lambda term: content.find(term.text))
    before = [term for term in placed if content.find(term.text) < interrogative.start]
    after = placed[len(before) :]
    spots = {term: quoted.spots(term.text) for term in placed}
    total = sum(term.weight for term in placed) or 1.0
    near = np.zeros(len(quoted.starts), dtype=np.float32)
    for term in placed:
        near += term.weight * _halved(_gap(quoted, *spots[term]), _NEAR)
    nothing = quoted.spots("\0")
    last, first = spots[before[-1]] if before else nothing, spots[after[0]] if after else nothing
    return {
        "near_words": near / total,
        "before_left": _halved(_gap_left(quoted, *last), _ADJACENT),
        "before_right": _halved(_gap_right(quoted, *last), _ADJACENT),
        "after_left": _halved(_gap_left(quoted, *first), _ADJACENT),
        "after_right": _halved(_gap_right(quoted, *first), _ADJACENT),
        "before_ahead": _share(quoted, before, [_gap_left(quoted, *spots[t]) for t in before]),
        "after_behind": _share(quoted, after, [_gap_right(quoted, *spots[t]) for t in after]),
    }


def _clause(quoted: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure the clause that a span starts in: weighted shares of the question in it."""
    pieces = list(split_clauses(quoted.text))
    texts = [quoted.folded[piece.start : piece.end] for piece in pieces]
    row = np.searchsorted([piece.end for piece in pieces], quoted.starts, side="right")
    row = np.minimum(row, len(pieces) - 1)
    words = np.array(
        [measure_coverage(query_terms.words, text) for text in texts], dtype=np.float32
    )
    bigrams = np.array(
        [measure_coverage(query_terms.bigrams, text) for text in texts], dtype=np.float32
    )
    opens = np.isin(quoted.starts, [piece.start for piece in pieces])
    return {
        "clause_words": words[row],
        "clause_bigrams": bigrams[row],
        "clause_start": opens.astype(np.float32),
    }


def _asked(quoted: QuoteLayout, query_terms: QueryTerms) -> Columns:
    """Measure what the question names: an answer seldom repeats it, but may end in its noun."""
    marked = np.zeros(len(quoted.text), dtype=bool)
    for term in (*query_terms.words, *query_terms.bigrams):
        for start, end in zip(*quoted.spots(term.text), strict=True):
            marked[start:end] = True
    repeated = quoted.share(marked)
    head = query_terms.question.focus.head
    starts, ends = quoted.spots(head) if head else quoted.spots("\0")
    longer = quoted.ends - quoted.starts > len(head)
    return {
        "asked": repeated,
        "asked_all": (repeated == 1).astype(np.float32),
        "head_within": (np.isin(quoted.ends, ends) & longer).astype(np.float32),
        "head_left": _halved(_gap_left(quoted, starts, ends), _ADJACENT),
        "head_right": _halved(_gap_right(quoted, starts, ends), _ADJACENT),
    }


def _form(quoted: QuoteLayout, spans: Sequence[Span], query_terms: QueryTerms) -> Columns:
    """Measure the form: unit, enumeration, length."""
    question, text = query_terms.question, quoted.text
    printed = [text[span.start : span.end] for span in spans]
    before = [text[span.start - 1 : span.start] for span in spans]
    behind = [text[span.end : span.end + 1] for span in spans]
    typed = set(find_typed_spans(text, quoted.tokens, question.kind))
    units = [measure_unit_fit(one, question.units) if question.units else 0.0 for one in printed]
    length = np.array([len(one) for one in printed], dtype=np.float32)
    return {
        "unit": _column(units),
        "typed": _column([span in typed for span in spans]),
        "digits": _column([any(map(str.isdigit, one)) for one in printed]),
        "enumerated": _column([min(one.count("、"), 4) / 4 for one in printed]),
        "enumeration_cut": _column(["、" in sides for sides in zip(before, behind, strict=True)]),
        "length": np.minimum(length / LONGEST_CHARACTERS, 1),
        "long": (length > _LONG).astype(np.float32),
    }


def _naming(
    quoted: QuoteLayout, spans: Sequence[Span], query_terms: QueryTerms, clause_words: FloatVector
) -> Columns:
    """Measure what stands between quotation marks: a name, also when it holds numbers.

    "Named" is one where it is asked what something is called.
    """
    text, head = quoted.text, query_terms.question.focus.head
    sides = [(text[s.start - 1 : s.start], text[s.end : s.end + 1]) for s in spans]
    marked = _column([_are_quotation(*side) for side in sides])
    named = marked * bool(_NAMING.search(query_terms.question.text))
    spots = quoted.spots(head or "\0")
    near = np.minimum(_gap_left(quoted, *spots), _gap_right(quoted, *spots))
    numbers = quoted.share_of_words(lambda token: token.tag.startswith("m"))
    return {
        "quoted": marked,
        "numbers": numbers * (1 - marked),
        "named": named,
        "named_near": named * _halved(near, _ADJACENT),
        "named_clause": named * clause_words,
    }


def _words(quoted: QuoteLayout) -> Columns:
    """Measure the parts of speech inside, in jieba's tag set."""
    is_noun = np.array([_is_noun(token) for token in quoted.tokens])
    is_verb = np.array([_is_verb(token) for token in quoted.tokens])
    return {
        **{name: _holds(quoted, tag) for name, tag in _TAGS.items()},
        "nouns": quoted.share_of_words(_is_noun),
        "first_noun": is_noun[quoted.first].astype(np.float32),
        "last_noun": is_noun[quoted.last].astype(np.float32),
        "last_verb": is_verb[quoted.last].astype(np.float32),
        "one_word": (quoted.first == quoted.last).astype(np.float32),
    }


def _holds(quoted: QuoteLayout, tag: str) -> FloatVector:
    share = quoted.share_of_words(lambda token: token.tag.startswith(tag))
    return (share > 0).astype(np.float32)


def _neighbours(quoted: QuoteLayout) -> Columns:
    """Measure the words on both sides."""
    return {
        "left_edge": quoted.neighbour(-1, _is_edge),
        "left_noun": quoted.neighbour(-1, _is_noun),
        "left_verb": quoted.neighbour(-1, _is_verb),
        "left_being": quoted.neighbour(-1, lambda token: bool(token and token.text in _BEING)),
        "right_edge": quoted.neighbour(1, _is_edge),
        "right_noun": quoted.neighbour(1, _is_noun),
        "right_verb": quoted.neighbour(1, _is_verb),
        "right_of": quoted.neighbour(1, lambda token: bool(token and token.tag == "uj")),
    }


def _is_noun(token: Token | None) -> bool:
    return bool(token and token.tag.startswith(("n", "j", "l", "vn", "eng")))


def _is_verb(token: Token | None) -> bool:
    return bool(token and token.tag == "v")


def _is_edge(token: Token | None) -> bool:
    return token is None or token.tag == "x"


def _gap_left(quoted: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    """Return how far the nearest of the spots to the left of each span is, ``(spans,)``."""
    gaps = quoted.along[quoted.starts][:, None] - quoted.along[ends][None]
    return _nearest(np.where(ends[None] <= quoted.starts[:, None], gaps, _FAR))


def _gap_right(quoted: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    gaps = quoted.along[starts][None] - quoted.along[quoted.ends][:, None]
    return _nearest(np.where(starts[None] >= quoted.ends[:, None], gaps, _FAR))


def _gap(quoted: QuoteLayout, starts: Places, ends: Places) -> FloatVector:
    """Return how far the nearest spot is that is not inside the span; 0 where one overlaps it."""
    left = quoted.along[quoted.starts][:, None] - quoted.along[ends][None]
    right = quoted.along[starts][None] - quoted.along[quoted.ends][:, None]
    inside = (starts[None] >= quoted.starts[:, None]) & (ends[None] <= quoted.ends[:, None])
    return _nearest(np.where(inside, _FAR, np.maximum(np.maximum(left, right), 0)))


def _nearest(gaps: FloatMatrix) -> FloatVector:
    nearest: FloatVector = gaps.min(axis=1, initial=_FAR).astype(np.float32)
    return nearest


def _halved(gap: FloatVector, distance: float) -> FloatVector:
    halved: FloatVector = np.exp2(-gap / distance, dtype=np.float32)
    return halved


def _share(quoted: QuoteLayout, terms: Sequence[Term], gaps: Sequence[FloatVector]) -> FloatVector:
    """Return the weighted share of ``terms`` that are on that side at all; half of none."""
    total = sum(term.weight for term in terms)
    if not total:
        return np.full(len(quoted.starts), 0.5, dtype=np.float32)
    there = np.array([term.weight * (gap < _FAR) for term, gap in zip(terms, gaps, strict=True)])
    share: FloatVector = there.sum(axis=0) / total
    return share.astype(np.float32)


def _are_quotation(before: str, behind: str) -> bool:
    return bool(before and behind) and before in _QUOTATION[0] and behind in _QUOTATION[1]


def _column(values: Sequence[float]) -> FloatVector:
    return np.array(values, dtype=np.float32)
