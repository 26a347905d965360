"""Find the words of a query in a passage that was found."""

from embeddings.documents import Span
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from service.answers.hits import Hit
from service.questions.question import Question


def find_highlights(hit: Hit, question: Question) -> tuple[Span, ...]:
    """Return the ranges of the article's text with words of the query, in order.

    Words of one character count only in a query without longer ones; adjacent ranges are merged.
    """
    words = dict.fromkeys((*question.places, *question.words))
    selected = [word for word in words if len(word) > 1] or list(words)
    folded = fold_aligned(hit.text)
    found = sorted(span for word in selected for span in ExactTerm(word).spans_in(folded))
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            span = Span(merged[-1].start, max(span.end, merged.pop().end))  # noqa: PLW2901
        merged.append(span)
    offset = hit.passage.start
    return tuple(Span(offset + start, offset + end) for start, end in merged)
