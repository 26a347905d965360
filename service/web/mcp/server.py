"""The collection as tools of the Model Context Protocol (https://modelcontextprotocol.io)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from embeddings.errors import WenbaoError
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions
from service.generation.reply import Mode
from service.strictness import Strictness
from service.web.mcp.results import ArticleResult, AskResult, SearchResult
from service.web.mcp.tools import CollectionTools
from service.web.middleware.stack import add_middleware
from service.web.schemas.fields import Text, TopK
from service.web.schemas.filters import FiltersField, FiltersIn, to_filters
from service.web.server import listen

_INSTRUCTIONS = (
    "A collection of newspaper articles, mostly Chinese. ask answers a question with verbatim "
    "quotes and their sources, or says that the collection does not tell: do not answer in its "
    "place then. search finds passages; read_article reads the article of a passage."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_PATH = "/mcp"
_BY_OUR_GATES = TransportSecuritySettings(enable_dns_rebinding_protection=False)

Question = Annotated[Text, Field(description="A question that stands for itself, in plain words.")]
Query = Annotated[Text, Field(description="Words to look for.")]
Most = Annotated[TopK, Field(description="How many passages to give at most.")]
Sure = Annotated[
    Strictness | None, Field(description="How sure an answer must be; by default as is set.")
]
Writer = Annotated[
    Mode, Field(description="Who answers: quotes (extractive), a language model (llm), or auto.")
]
ArticleId = Annotated[str, Field(max_length=100, description="As a passage tells it.")]
Start = Annotated[int, Field(ge=0, description="From which character on.")]
Limit = Annotated[int, Field(ge=1, le=100_000, description="How many characters at most.")]


def serve_stdio(assistant: Assistant) -> None:
    """Serve the program that started this one, until it closes the pipe."""
    build_server(assistant).run("stdio")


def serve_http(assistant: Assistant, port: int) -> None:
    """Serve over streamable HTTP until interrupted; no request depends on one before it.

    Requests pass the same gates as those to the HTTP API.
    """
    settings = assistant.workspace.settings
    app = build_server(assistant).streamable_http_app(
        streamable_http_path=_PATH, stateless_http=True, transport_security=_BY_OUR_GATES
    )
    add_middleware(app, settings)
    listen(app, settings.host, port, _PATH)


def build_server(assistant: Assistant) -> MCPServer:
    """Return a server that offers the tools over ``assistant``."""
    tools = CollectionTools(assistant)
    server = MCPServer(
        "wenbao",
        title="Wenbao 问报",
        instructions=_INSTRUCTIONS,
        version=version("wenbao"),
        log_level="WARNING",
        subscriptions=False,  # nothing changes that a client could be told of
    )

    @server.tool(title="Ask the collection 提问", annotations=_READS)
    async def ask(
        question: Question,
        top_k: Most = 5,
        strictness: Sure = None,
        mode: Writer = Mode.AUTO,
        filters: FiltersField = None,
    ) -> Annotated[CallToolResult, AskResult]:
        """Answer a question with verbatim quotes and their sources, or say that none is found."""
        with _told():
            return _result(await tools.ask(question, _options(top_k, strictness, filters), mode))

    @server.tool(title="Search the collection 检索", annotations=_READS)
    async def search(
        query: Query, top_k: Most = 10, filters: FiltersField = None
    ) -> Annotated[CallToolResult, SearchResult]:
        """Find the passages nearest to some words, best first."""
        with _told():
            wanted = to_filters(filters)
            return _result(await asyncio.to_thread(tools.search, query, top_k, wanted))

    @server.tool(title="Read an article 阅读", annotations=_READS)
    async def read_article(
        article_id: ArticleId, start: Start = 0, limit: Limit = 20_000
    ) -> Annotated[CallToolResult, ArticleResult]:
        """Read an article of the collection, whole or a stretch of it."""
        with _told():
            return _result(await asyncio.to_thread(tools.read_article, article_id, start, limit))

    return server


def _options(top_k: int, strictness: Strictness | None, filters: FiltersIn | None) -> AskOptions:
    threshold = strictness.threshold if strictness else None
    return AskOptions(top_k, threshold, filters=to_filters(filters))


def _result(found: BaseModel) -> CallToolResult:
    """Return ``found`` as fields, and as text for clients that do not read these."""
    text = TextContent(type="text", text=str(found))
    return CallToolResult(content=[text], structured_content=found.model_dump(mode="json"))


@contextmanager
def _told() -> Iterator[None]:
    """Let the caller read what an error that was made on purpose says."""
    try:
        yield
    except WenbaoError as error:
        raise ToolError(str(error)) from error
