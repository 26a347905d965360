"""The names, years and ordinal numbers of a question that an article must mention."""

import re

from embeddings.documents import Article
from embeddings.text.normalize import fold_aligned
from service.language import Language
from service.questions.query_terms import measure_mentions
from service.questions.question import Question

# An approximate year need not be mentioned.
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)(?!年(?:前后|左右))")
# 第五批 is another one than 第三批.
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十百两]+[批届次期轮版号]")


def list_names(question: Question) -> tuple[str, ...]:
    """Return the names and places in the question, each once; () if it is English."""
    if question.language is Language.ENGLISH:
        return ()
    return tuple(dict.fromkeys((*question.names, *question.places)))


def list_numbers(question: Question) -> list[str]:
    """Return the years and ordinal numbers in the question."""
    return _YEAR.findall(question.content) + _ORDINAL.findall(question.content)


def measure_names(question: Question, article: Article) -> float:
    """Return the share of the question's names that the article mentions; 1 without any."""
    return measure_mentions(list_names(question), _fold(article))


def measure_ordinals(question: Question, article: Article) -> float:
    """Return the same for the question's ordinal numbers."""
    return measure_mentions(_ORDINAL.findall(question.content), _fold(article))


def names_ordinal(question: Question, text: str, end: int) -> bool:
    """Return whether the last ordinal number of its kind before ``end`` is the question's.

    Args:
        question: the question; it may have none.
        text: a folded text; it is True if that tells of no other number of the kind.
        end: where words begin that might answer.
    """
    for asked in _ORDINAL.findall(question.content):
        before = [m.group() for m in _ORDINAL.finditer(text, 0, end) if m.group()[-1] == asked[-1]]
        if before and before[-1] != asked:
            return False
    return True


def _fold(article: Article) -> str:
    return fold_aligned(f"{article.title}\n{article.text}")
