"""The names and years of a question that an article must mention."""

import re

from embeddings.documents import Article
from embeddings.text.normalize import fold_aligned
from service.questions.query_terms import measure_mentions
from service.questions.question import Question

# An approximate year need not be mentioned.
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)(?!年(?:前后|左右))")


_ENGLISH = re.compile(r"[a-z']+(?: [a-z']+){2}")


def is_english(question: Question) -> bool:
    """Return whether the question is an English sentence, whose words no article has."""
    return bool(_ENGLISH.search(question.content))


def list_names(question: Question) -> tuple[str, ...]:
    """Return the names and places in the question, each once; () if it is English."""
    if is_english(question):
        return ()
    return tuple(dict.fromkeys((*question.names, *question.places)))


def list_years(question: Question) -> list[str]:
    """Return the years in the question."""
    return _YEAR.findall(question.content)


def measure_names(question: Question, article: Article) -> float:
    """Return the share of the question's names that the article mentions; 1 without any."""
    return measure_mentions(list_names(question), _fold(article))


def measure_years(question: Question, article: Article) -> float:
    """Return the share of the question's years that the article mentions; 1 without any."""
    return measure_mentions(list_years(question), f"{_fold(article)}\n{article.date}")


def _fold(article: Article) -> str:
    return fold_aligned(f"{article.title}\n{article.text}")
