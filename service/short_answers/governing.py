"""Decide which ordinal number a range of text belongs to: 第二次会议召开,会长为某某."""

from collections.abc import Iterator

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_sentences
from service.questions.question import Question


def is_governed(text: str, span: Span, question: Question) -> bool:
    """Return whether the ordinal numbers of ``question`` govern ``span``, or none do.

    In a passage that has several, what follows one belongs to it, until the next.
    """
    folded = fold_aligned(text)
    return all(
        _governs(folded, span, asked)
        for asked in find_quantities(question.content)
        if asked.is_ordinal
    )


def _governs(folded: str, span: Span, asked: Quantity) -> bool:
    alike = [
        one
        for one in find_quantities(folded)
        if one.is_ordinal and one.unit.name == asked.unit.name
    ]
    if not any(one.amount == asked.amount for one in alike):
        return True
    inside = list(_select_inside(folded, span, alike))
    before = [one for one in (inside or alike) if one.span.end <= span.start]
    if before:
        return before[-1].amount == asked.amount
    return not inside or any(one.amount == asked.amount for one in inside)


def _select_inside(folded: str, span: Span, alike: list[Quantity]) -> Iterator[Quantity]:
    """Yield those in the sentence of ``span``."""
    for start, end in split_sentences(folded):
        if start <= span.start < end:
            yield from (one for one in alike if start <= one.span.start < end)
