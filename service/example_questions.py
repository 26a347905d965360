"""Questions that the collection can answer, made from the collection itself."""

import re
from collections.abc import Iterator
from itertools import islice

from embeddings.documents import Article
from service.assistant import Assistant
from service.strictness import Strictness

_COUNT = 4
_ARTICLES = 40
# A name in quotation marks, explained in the brackets that follow it: “三票制”(单位推荐票、…).
_EXPLAINED = re.compile(r"[“\"「]([一-鿿]{3,8})[”\"」][((]")
_NAMED = re.compile(r"[“\"「]([一-鿿]{3,8})[”\"」](?:平台|制度|机制|活动|工程|模式|行动|工作法)")


class ExampleQuestions:
    """Example questions, found again whenever the library changed."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._found: tuple[int, list[str]] | None = None

    def questions(self) -> list[str]:
        """Return a few questions about different articles, each answered when it was tried."""
        revision = self._assistant.workspace.snapshot().manifest.revision
        if self._found is None or self._found[0] != revision:
            self._found = (revision, _find(self._assistant))
        return self._found[1]


def _find(assistant: Assistant) -> list[str]:
    articles = assistant.workspace.library.articles.page(limit=_ARTICLES)
    firsts = (question for one in articles for question in islice(_answered(assistant, one), 1))
    return list(islice(firsts, _COUNT))


def _answered(assistant: Assistant, article: Article) -> Iterator[str]:
    for question in _questions(article.text):
        answer = assistant.ask(question)
        sure = answer.confidence >= Strictness.STRICT.threshold
        if sure and answer.sources[0].hit.article.id == article.id:
            yield question


def _questions(text: str) -> Iterator[str]:
    yield from (f"“{match.group(1)}”指的是什么?" for match in _EXPLAINED.finditer(text))
    yield from (f"“{match.group(1)}”是怎么回事?" for match in _NAMED.finditer(text))
