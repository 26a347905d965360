"""The names, years and ordinal numbers of a question that an article must mention."""

import re

from embeddings.documents import Article
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.spelling import Respelling, build_respelling, contains
from embeddings.quantities.units import Dimension
from embeddings.text.normalize import fold_aligned
from service.language import Language
from service.questions.query_terms import measure_mentions
from service.questions.question import Question

# An approximate year need not be mentioned.
_APPROXIMATELY = re.compile("年?(?:前后|左右)")
# 第五批 is another one than 第三批.
_ORDERED = "批届次期轮版号条章回季"


def list_names(question: Question) -> tuple[str, ...]:
    """Return the names and places in the question, each once; () if it is English."""
    if question.language is Language.ENGLISH:
        return ()
    return tuple(dict.fromkeys((*question.names, *question.places)))


def list_numbers(question: Question) -> tuple[Respelling, ...]:
    """Return the years and ordinal numbers in the question, each with its other spellings."""
    content = question.content
    found = (
        build_respelling(content, quantity)
        for quantity in find_quantities(content)
        if _is_particular(content, quantity)
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _is_particular(content: str, quantity: Quantity) -> bool:
    if quantity.is_ordinal:
        return quantity.unit.name in tuple(_ORDERED)
    is_year = quantity.unit.name == "年" and quantity.unit.dimension is Dimension.CALENDAR
    return is_year and not _APPROXIMATELY.match(content, quantity.numeral.end)


def measure_names(question: Question, article: Article) -> float:
    """Return the share of the question's names that the article mentions; 1 without any."""
    return measure_mentions(list_names(question), _fold(article))


def measure_numbers(question: Question, article: Article) -> float:
    """Return the same for the question's years and ordinal numbers."""
    numbers = list_numbers(question)
    text = f"{_fold(article)}\n{article.publication_date}" if numbers else ""
    return sum(contains(text, one) for one in numbers) / len(numbers) if numbers else 1.0


def _fold(article: Article) -> str:
    return fold_aligned(f"{article.title}\n{article.text}")
