"""The names, years and ordinal numbers of a question that an article must mention."""

import re
from collections.abc import Callable

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
    return _build_respellings(question, lambda one: _is_ordinal(one) or _is_year(question, one))


def measure_names(question: Question, article: Article) -> float:
    """Return the share of the question's names that the article mentions; 1 without any."""
    return measure_mentions(list_names(question), _fold(article))


def measure_ordinals(question: Question, article: Article) -> float:
    """Return the same for the question's ordinal numbers."""
    numbers = _build_respellings(question, _is_ordinal)
    text = _fold(article) if numbers else ""
    return sum(contains(text, one) for one in numbers) / len(numbers) if numbers else 1.0


def _build_respellings(
    question: Question, accepts: Callable[[Quantity], bool]
) -> tuple[Respelling, ...]:
    content = question.content
    accepted = filter(accepts, find_quantities(content))
    found = (build_respelling(content, quantity) for quantity in accepted)
    return tuple(dict.fromkeys(filter(None, found)))


def _is_ordinal(quantity: Quantity) -> bool:
    return quantity.is_ordinal and quantity.unit.name in tuple(_ORDERED)


def _is_year(question: Question, quantity: Quantity) -> bool:
    """Return whether a quantity is an exact year."""
    is_year = quantity.unit.name == "年" and quantity.unit.dimension is Dimension.CALENDAR
    is_ordinal = quantity.is_ordinal
    about = _APPROXIMATELY.match(question.content, quantity.numeral.end)
    return is_year and not is_ordinal and about is None


def _fold(article: Article) -> str:
    return fold_aligned(f"{article.title}\n{article.text}")
