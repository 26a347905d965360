"""Read-only tools for language models: ask, search and read."""

import asyncio
from dataclasses import dataclass

from embeddings.errors import WenbaoError
from service.answers.hits import Source
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions
from service.conversations.stateless_chat import ask_after, stream_answer
from service.generation.reply import choose_language_model, collect_final_answer
from service.language_model import Mode
from service.retrieval.filters import Filters
from service.retrieval.results import Wanted
from service.web.mcp.results import (
    ArticleResult,
    AskResult,
    PassageResult,
    SearchResult,
    TimelineResult,
)


class NoSuchArticleError(WenbaoError):
    """An article that was never stored, or was deleted or replaced."""


@dataclass(frozen=True, slots=True)
class CollectionTools:
    """The tools for one collection."""

    assistant: Assistant

    async def ask(self, question: str, options: AskOptions, mode: Mode) -> AskResult:
        """Answer a self-contained question.

        Raises:
            NoLanguageModelError: ``mode`` requires a language model, and none is configured.
        """
        model = choose_language_model(mode, self.assistant.workspace.settings.language_model)
        asked = await asyncio.to_thread(ask_after, self.assistant, question, (), options)
        return AskResult.of(await collect_final_answer(stream_answer(self.assistant, asked, model)))

    def search(self, query: str, top_k: int, filters: Filters) -> SearchResult:
        """Return the passages that best match ``query``."""
        hits = self.assistant.find(query, Wanted(top_k), filters).hits
        return SearchResult(
            passages=[PassageResult.of(Source(n, h)) for n, h in enumerate(hits, 1)]
        )

    def timeline(self, query: str, limit: int, filters: Filters) -> TimelineResult:
        """Return what the articles say of a subject, by date."""
        return TimelineResult.of(self.assistant.timeline(query, filters).select(None, limit))

    def read_article(self, article_id: str, start: int, limit: int) -> ArticleResult:
        """Return a part of an article, or of its replacement.

        Raises:
            NoSuchArticleError: no article has this id.
        """
        article = self.assistant.library.articles.get_or_successor(article_id)
        if article is None:
            raise NoSuchArticleError(
                f"There is no article {article_id!r}; it may have been replaced. Search for it."
            )
        return ArticleResult.of(article, start, limit)
