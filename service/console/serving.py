"""The commands that serve: the page with the HTTP API, and tools for language models."""

from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from embeddings.text.pinyin import load_confusable
from service.access.keys import check_keys
from service.assistant import Assistant
from service.console.output import Data, errors
from service.console.progress_bars import ProgressBars
from service.ingestion.ingestion import Ingestion
from service.ingestion.watched_folder import FolderWatch
from service.logs import log_changes, log_to_standard_error
from service.settings import Settings
from service.web.server import check_address, run

app = typer.Typer()
_INSTALL_MCP = ".venv/bin/pip install -c scripts/constraints.txt -e '.[mcp]'"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [WENBAO_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [WENBAO_PORT].")] = None,
    data: Data = None,
) -> None:
    """Serve the chat page and the HTTP API; the first start indexes the bundled collection."""
    settings = Settings.load(data=data, host=host, port=port)
    log_to_standard_error(settings.log_format, settings.log_level)
    log_changes(settings.audit_log)
    check_keys(settings)
    check_address(settings.host, settings.port)
    with ProgressBars(errors) as bars:
        ingestion = Ingestion.open_to_serve(settings, bars)
    ingestion.workspace.prepare_to_answer()
    load_confusable()
    if settings.watch:
        FolderWatch(ingestion, settings.watch).start()
    run(Assistant(ingestion.workspace), ingestion)


@app.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve over HTTP instead of standard input and output.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on [WENBAO_HOST].")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8001,
    data: Data = None,
) -> None:
    """Serve the collection to language models over the Model Context Protocol."""
    try:
        from service.web.mcp import server as mcp_server  # noqa: PLC0415 - takes seconds to load
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise WenbaoError(f"the library mcp is missing; install it with {_INSTALL_MCP}") from error
    settings = Settings.load(data=data, host=host)
    log_to_standard_error(settings.log_format, settings.log_level)
    if http:
        check_keys(settings)
        check_address(settings.host, port)
    with ProgressBars(errors) as bars:
        assistant = Assistant(Ingestion.open_as_it_is(settings, bars).workspace)
    assistant.workspace.prepare_to_answer()
    load_confusable()
    if http:
        mcp_server.serve_http(assistant, port)
    else:
        mcp_server.serve_stdio(assistant)
