"""Find the short answer: the reader's most probable range with the form that is asked for."""

from collections import defaultdict
from collections.abc import Callable
from math import exp, log

from embeddings.documents import Span
from embeddings.encoding.passage_reader import Reading, ScoredSpan
from embeddings.text.terms import Segmenter
from service.questions.question import Question, QuestionKind
from service.short_answers.forms import find_form

# How many of the most probable ranges are tried.
_TRIED = 30
# The same for a range among some, and how probable it must be among all: of several numbers, the
# reader prefers one by far.
_TRIED_AMONG = 300
_LEAST_AMONG = {QuestionKind.NUMBER: -12.0}
_LEAST = -5.0


Accepts = Callable[[Span], bool]
"""Whether a range of a passage may answer."""


def accept_any(_: Span) -> bool:
    """Accept every range."""
    return True


def find_short_answer(
    text: str,
    reading: Reading,
    question: Question,
    segmenter: Segmenter,
    accepts: Accepts = accept_any,
) -> ScoredSpan | None:
    """Return the range of the passage ``text`` that answers best, or None if none has the form.

    Only ranges that ``accepts`` allows are considered.
    """
    for span, log_probability in filter(lambda one: accepts(one.span), reading.rank_spans(_TRIED)):
        if found := find_form(text, span, question, segmenter):
            return ScoredSpan(found, log_probability)
    return None


def find_best_among(
    text: str, reading: Reading, question: Question, segmenter: Segmenter, accepts: Accepts
) -> ScoredSpan | None:
    """Return the likeliest of the ranges with the form that ``accepts`` allows, or None.

    Its probability is that among these ranges.
    """
    sums: defaultdict[Span, float] = defaultdict(float)
    least = _LEAST_AMONG.get(question.kind, _LEAST)
    for span, log_probability in reading.rank_spans(_TRIED_AMONG):
        if log_probability > least and accepts(span):
            found = find_form(text, span, question, segmenter)
            if found and accepts(found):
                sums[found] += exp(log_probability)
    if not sums:
        return None
    best = max(sums, key=lambda span: sums[span])
    return ScoredSpan(best, log(sums[best] / sum(sums.values())))
