"""Find the short answer: the reader's most probable range with the form that is asked for."""

from embeddings.encoding.passage_reader import Reading, ScoredSpan
from embeddings.text.terms import Segmenter
from service.questions.question import Question
from service.short_answers.forms import find_form

# How many of the most probable ranges are tried.
_TRIED = 30


def find_short_answer(
    text: str, reading: Reading, question: Question, segmenter: Segmenter
) -> ScoredSpan | None:
    """Return the range of the passage ``text`` that answers best, or None if none has the form."""
    for span, log_probability in reading.rank_spans(_TRIED):
        if found := find_form(text, span, question, segmenter):
            return ScoredSpan(found, log_probability)
    return None
