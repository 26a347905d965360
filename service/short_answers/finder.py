"""Find the short answer: the reader's most probable range with the form that is asked for."""

from collections.abc import Callable

from embeddings.documents import Span
from embeddings.encoding.passage_reader import Reading, ScoredSpan
from embeddings.text.terms import Segmenter
from service.questions.question import Question
from service.short_answers.forms import find_form

TRIED = 30
"""How many of the most probable ranges are tried."""


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
    tried: int = TRIED,
) -> ScoredSpan | None:
    """Return the range of the passage ``text`` that answers best, or None if none has the form.

    Only ranges that ``accepts`` allows are considered, of the ``tried`` most probable ones.
    """
    for span, log_probability in filter(lambda one: accepts(one.span), reading.rank_spans(tried)):
        if found := find_form(text, span, question, segmenter):
            return ScoredSpan(found, log_probability)
    return None
