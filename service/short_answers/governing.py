"""Decide which year or ordinal number a range of text belongs to: 第二次会议召开,会长为某某."""

from collections.abc import Iterator

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.units import Dimension
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_sentences
from service.questions.question import Question


def is_governed(text: str, span: Span, question: Question) -> bool:
    """Return whether the years and ordinals of ``question`` govern ``span``, or none do.

    In a passage that names several years, what follows one belongs to it, until the next.
    """
    folded = fold_aligned(text)
    return all(
        _governs(folded, span, asked)
        for asked in find_quantities(question.content)
        if _is_governing(asked)
    )


def _is_governing(quantity: Quantity) -> bool:
    is_year = quantity.unit.name == "年" and quantity.unit.dimension is Dimension.CALENDAR
    return quantity.is_ordinal or is_year


def _governs(folded: str, span: Span, asked: Quantity) -> bool:
    alike = [one for one in find_quantities(folded) if _are_alike(one, asked)]
    if not any(one.amount == asked.amount for one in alike):
        return True
    inside = list(_select_inside(folded, span, alike))
    before = [one for one in (inside or alike) if one.span.end <= span.start]
    if before:
        return before[-1].amount == asked.amount
    return not inside or any(one.amount == asked.amount for one in inside)


def _are_alike(one: Quantity, asked: Quantity) -> bool:
    return _is_governing(one) and (one.is_ordinal, one.unit.name) == (
        asked.is_ordinal,
        asked.unit.name,
    )


def _select_inside(folded: str, span: Span, alike: list[Quantity]) -> Iterator[Quantity]:
    """Yield those in the sentence of ``span``."""
    for start, end in split_sentences(folded):
        if start <= span.start < end:
            yield from (one for one in alike if start <= one.span.start < end)
