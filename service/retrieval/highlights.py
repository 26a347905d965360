"""Where the words of a query stand in a passage that was found."""

from embeddings.documents import Span
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from service.answers.hits import Hit
from service.questions.question import Question


def find_highlights(hit: Hit, question: Question) -> tuple[Span, ...]:
    """Return the ranges of the article's text that hold words of the query, in order.

    Words of one character only count in a query that has no longer ones; ranges that touch are one.
    """
    words = dict.fromkeys((*question.places, *question.words))
    telling = [word for word in words if len(word) > 1] or list(words)
    folded = fold_aligned(hit.text)
    found = sorted(span for word in telling for span in ExactTerm(word).spans_in(folded))
    joined: list[Span] = []
    for span in found:
        if joined and span.start <= joined[-1].end:
            span = Span(joined[-1].start, max(span.end, joined.pop().end))  # noqa: PLW2901
        joined.append(span)
    offset = hit.passage.start
    return tuple(Span(offset + start, offset + end) for start, end in joined)
