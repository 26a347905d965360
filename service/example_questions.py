"""Example questions that the collection can answer, generated from its text."""

import re
from collections.abc import Iterator
from itertools import islice

from embeddings.documents import Article
from embeddings.library.database import Collections
from service.assistant import Assistant
from service.strictness import Strictness

_COUNT = 4
_ARTICLES = 40
# A name in quotation marks, explained in the brackets that follow it: “三票制”(单位推荐票、…).
_EXPLAINED = re.compile(r"[“\"「]([一-鿿]{3,8})[”\"」][((]")
_NAMED = re.compile(r"[“\"「]([一-鿿]{3,8})[”\"」](?:平台|制度|机制|活动|工程|模式|行动|工作法)")


class ExampleQuestions:
    """Example questions, regenerated whenever the library has changed."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._cached: dict[Collections, tuple[int, list[str]]] = {}

    def questions(self, collections: Collections = None) -> list[str]:
        """Return a few questions about different articles, each of which the assistant answers.

        With ``collections``, only these are there; each such group has its own questions.
        """
        assistant = self._assistant.limited_to(collections)
        revision = assistant.workspace.snapshot().manifest.revision
        known = self._cached.get(collections)
        if known is None or known[0] != revision:
            known = self._cached[collections] = (revision, _find_examples(assistant))
        return known[1]


def _find_examples(assistant: Assistant) -> list[str]:
    articles = assistant.library.articles.page(limit=_ARTICLES)
    firsts = (
        question
        for article in articles
        for question in islice(_find_answered(assistant, article), 1)
    )
    return list(islice(firsts, _COUNT))


def _find_answered(assistant: Assistant, article: Article) -> Iterator[str]:
    for question in _generate_questions(article.text):
        answer = assistant.ask(question)
        confident = answer.confidence >= Strictness.STRICT.threshold
        if confident and answer.sources[0].hit.article.id == article.id:
            yield question


def _generate_questions(text: str) -> Iterator[str]:
    yield from (f"“{match.group(1)}”指的是什么?" for match in _EXPLAINED.finditer(text))
    yield from (f"“{match.group(1)}”是怎么回事?" for match in _NAMED.finditer(text))
