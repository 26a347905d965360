"""The replies of the HTTP API, made in this process from a data folder."""

import asyncio
from collections.abc import Mapping
from typing import Any

from service.assistant import Assistant
from service.client import Filters as FilterFields
from service.console.opening import open_workspace
from service.conversations.conversation_service import AskOptions
from service.conversations.stateless_chat import reply_alone
from service.exported_file import Format
from service.generation.reply import choose_language_model
from service.language import detect_language
from service.language_model import Mode
from service.retrieval.results import Wanted
from service.settings import Settings
from service.timelines.export import export
from service.web.schemas.asking import AskReply
from service.web.schemas.filters import FiltersIn
from service.web.schemas.searching import SearchReply
from service.web.schemas.timeline import TimelineOut

Reply = Mapping[str, Any]


def ask(settings: Settings, question: str, mode: Mode, filters: FilterFields) -> Reply:
    """Return the reply of ``POST /v1/ask``.

    Raises:
        WenbaoError: the data folder cannot be opened, or no language model is configured.
    """
    model = choose_language_model(mode, settings.language_model)
    options = AskOptions(filters=FiltersIn(**filters).filters())
    assistant = Assistant(open_workspace(settings))
    reply = asyncio.run(reply_alone(assistant, question, model, options))
    return _dump(AskReply.of(reply, debug=False))


def search(settings: Settings, query: str, limit: int, filters: FilterFields) -> Reply:
    """Return the reply of ``POST /v1/search``.

    Raises:
        WenbaoError: the data folder cannot be opened.
    """
    assistant = Assistant(open_workspace(settings))
    found = assistant.find(query, Wanted(limit), FiltersIn(**filters).filters())
    return _dump(SearchReply.of(found, assistant.cite(found)))


def timeline(
    settings: Settings, query: str, filters: FilterFields, year: int | None, limit: int
) -> Reply:
    """Return the reply of ``GET /v1/timeline``.

    Raises:
        WenbaoError: the data folder cannot be opened.
    """
    assistant = Assistant(open_workspace(settings))
    return _dump(
        TimelineOut.of(
            assistant.timeline(query, FiltersIn(**filters).filters()).select(year, limit)
        )
    )


def export_timeline(  # noqa: PLR0913, PLR0917 - what a timeline is of, and its form
    settings: Settings,
    query: str,
    filters: FilterFields,
    year: int | None,
    limit: int,
    form: str,
) -> bytes:
    """Return a timeline as a file of the format ``form``.

    Raises:
        WenbaoError: the data folder cannot be opened.
    """
    assistant = Assistant(open_workspace(settings))
    found = assistant.timeline(query, FiltersIn(**filters).filters()).select(year, limit)
    language = detect_language(query)
    return export(found, Format(form), language, lambda entry: entry.article.url).content


def _dump(reply: AskReply | SearchReply | TimelineOut) -> Reply:
    return reply.model_dump(mode="json")
