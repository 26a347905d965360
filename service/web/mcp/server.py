"""A Model Context Protocol server for the collection (https://modelcontextprotocol.io)."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field
from starlette.requests import Request as StarletteRequest

from embeddings.errors import WenbaoError
from service.access.rights import Rights
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions
from service.language_model import Mode
from service.strictness import Strictness
from service.web.mcp.results import ArticleResult, AskResult, SearchResult, TimelineResult
from service.web.mcp.tools import CollectionTools
from service.web.middleware.authorization import get_key
from service.web.middleware.stack import add_middleware
from service.web.schemas.fields import AS_NUMBER, Text, TopK
from service.web.schemas.filters import FiltersField, FiltersIn, to_filters
from service.web.server import listen

_INSTRUCTIONS = (
    "A collection of newspaper articles, mostly Chinese. ask answers a question with verbatim "
    "quotes and their sources, or reports that the collection has no answer; in that case do not "
    "make one up. search finds passages; timeline lists what is said of a subject, by date; "
    "read_article returns the article of a passage."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_PATH = "/mcp"
# Our own middleware protects from DNS rebinding.
_TRANSPORT_SECURITY = TransportSecuritySettings(enable_dns_rebinding_protection=False)

Question = Annotated[Text, Field(description="A self-contained question, in plain language.")]
Query = Annotated[Text, Field(description="Words to search for.")]
MaximumPassages = Annotated[TopK, Field(description="Maximum number of passages to return.")]
Subject = Annotated[Text, Field(description="A name, words, or a question.")]
MaximumEntries = Annotated[
    int, Field(ge=1, le=1000, description="Maximum number of entries to return."), AS_NUMBER
]
StrictnessField = Annotated[
    Strictness | None,
    Field(description="How confident an answer must be; defaults to the server's setting."),
]
ModeField = Annotated[
    Mode, Field(description="How to answer: extractive (quotes), llm (a language model) or auto.")
]
ArticleId = Annotated[str, Field(max_length=100, description="The `article_id` of a passage.")]
Start = Annotated[int, Field(ge=0, description="Character offset to start at.")]
Limit = Annotated[int, Field(ge=1, le=100_000, description="Maximum number of characters.")]

Tools = Callable[[Context], CollectionTools]
"""Returns the tools for whoever sent a request."""


def serve_stdio(assistant: Assistant) -> None:
    """Serve the parent process until it closes the pipe."""
    build_server(assistant).run("stdio")


def serve_http(assistant: Assistant, port: int) -> None:
    """Serve over stateless streamable HTTP until interrupted.

    Requests pass the same middleware as those to the HTTP API.
    """
    settings = assistant.workspace.settings
    app = build_server(assistant).streamable_http_app(
        streamable_http_path=_PATH, stateless_http=True, transport_security=_TRANSPORT_SECURITY
    )
    add_middleware(app, settings)
    listen(app, settings.host, port, _PATH)


def build_server(assistant: Assistant) -> MCPServer:
    """Return a server whose tools use ``assistant``."""

    def tools(context: Context) -> CollectionTools:
        request = context.request_context.request
        key = get_key(request.scope) if isinstance(request, StarletteRequest) else None
        return CollectionTools(assistant.limited_to(Rights.of(key).within))

    server = MCPServer(
        "wenbao",
        title="Wenbao 问报",
        instructions=_INSTRUCTIONS,
        version=version("wenbao"),
        log_level="WARNING",
        subscriptions=False,  # there is nothing to notify clients of
    )
    _add_questions(server, tools)
    _add_reading(server, tools)
    return server


def _add_questions(server: MCPServer, tools: Tools) -> None:
    @server.tool(title="Ask the collection 提问", annotations=_READS)
    async def ask(  # noqa: PLR0913, PLR0917 - each is a parameter of the tool
        context: Context,
        question: Question,
        top_k: MaximumPassages = 5,
        strictness: StrictnessField = None,
        mode: ModeField = Mode.AUTO,
        filters: FiltersField = None,
    ) -> Annotated[CallToolResult, AskResult]:
        """Answer a question with verbatim quotes and their sources, or decline."""
        with _report_errors():
            return _wrap(
                await tools(context).ask(question, _to_options(top_k, strictness, filters), mode)
            )

    @server.tool(title="Search the collection 检索", annotations=_READS)
    async def search(
        context: Context, query: Query, top_k: MaximumPassages = 10, filters: FiltersField = None
    ) -> Annotated[CallToolResult, SearchResult]:
        """Find the passages that best match a query, best first."""
        with _report_errors():
            chosen = to_filters(filters)
            return _wrap(await asyncio.to_thread(tools(context).search, query, top_k, chosen))


def _add_reading(server: MCPServer, tools: Tools) -> None:
    @server.tool(title="Timeline of a subject 时间线", annotations=_READS)
    async def timeline(
        context: Context, query: Subject, limit: MaximumEntries = 50, filters: FiltersField = None
    ) -> Annotated[CallToolResult, TimelineResult]:
        """List what the articles say of a subject, each a verbatim sentence, by date."""
        with _report_errors():
            chosen = to_filters(filters)
            return _wrap(await asyncio.to_thread(tools(context).timeline, query, limit, chosen))

    @server.tool(title="Read an article 阅读", annotations=_READS)
    async def read_article(
        context: Context, article_id: ArticleId, start: Start = 0, limit: Limit = 20_000
    ) -> Annotated[CallToolResult, ArticleResult]:
        """Read an article, or a part of it."""
        with _report_errors():
            return _wrap(
                await asyncio.to_thread(tools(context).read_article, article_id, start, limit)
            )


def _to_options(top_k: int, strictness: Strictness | None, filters: FiltersIn | None) -> AskOptions:
    threshold = strictness.threshold if strictness else None
    return AskOptions(top_k, threshold, filters=to_filters(filters))


def _wrap(result: BaseModel) -> CallToolResult:
    """Return ``result`` as fields, and as text for clients that do not read fields."""
    text = TextContent(type="text", text=str(result))
    return CallToolResult(content=[text], structured_content=result.model_dump(mode="json"))


@contextmanager
def _report_errors() -> Iterator[None]:
    """Pass the messages of our own errors on to the caller."""
    try:
        yield
    except WenbaoError as error:
        raise ToolError(str(error)) from error
