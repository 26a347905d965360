"""The commands that ask: through the running server, which answers at once, or without one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from embeddings.errors import WenbaoError
from service.client import Wenbao, WenbaoRefusedError
from service.console import replies
from service.console.files import write_file
from service.console.filter_options import (
    ArticleIds,
    Collection,
    DateFrom,
    DateTo,
    Source,
    Tag,
    Title,
    build_filters,
)
from service.console.output import Data, Json, errors, out, print_json, require_text
from service.language_model import Mode
from service.settings import Settings
from service.workspace.running_server import find_server

app = typer.Typer()
Reply = Mapping[str, Any]
_SUFFIXES = {".csv": "csv", ".md": "markdown"}
# What another process may answer: the server is gone, or wants a key that a command does not have.
_ANSWERED_HERE = (0, 401, 403, 429, 503)


@app.command()
def ask(  # noqa: PLR0913, PLR0917 - one parameter for each option
    question: Annotated[str, typer.Argument(help="The question, in plain language.")],
    mode: Annotated[
        Mode, typer.Option(help="Quotes, a language model, or (auto) a model if one is configured.")
    ] = Mode.AUTO,
    source: Source = "",
    title: Title = "",
    date_from: DateFrom = "",
    date_to: DateTo = "",
    collection: Collection = "",
    tag: Tag = None,
    article: ArticleIds = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Answer a question with verbatim quotes, or with a language model, and the sources.

    If a server is running on the library, it answers, at once and by its own settings.
    """
    filters = build_filters(source, title, date_from, date_to, collection, tag, article)
    asked = require_text(question)

    def ask_server(server: Wenbao) -> Reply:
        return server.ask(asked, mode=mode, filters=filters, store=False)

    def ask_here(settings: Settings) -> Reply:
        from service.console import local_replies  # noqa: PLC0415 - takes a second to load

        return local_replies.ask(settings, asked, mode, filters)

    reply = _ask(data, ask_server, ask_here)
    print_json(reply) if json else replies.print_answer(reply, out)


@app.command()
def search(  # noqa: PLR0913, PLR0917 - one parameter for each option
    query: Annotated[str, typer.Argument(help="Words to search for.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Maximum number of passages.")] = 10,
    source: Source = "",
    title: Title = "",
    date_from: DateFrom = "",
    date_to: DateTo = "",
    collection: Collection = "",
    tag: Tag = None,
    article: ArticleIds = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """List the passages that best match a query, with their scores."""
    filters = build_filters(source, title, date_from, date_to, collection, tag, article)
    words = require_text(query)

    def search_here(settings: Settings) -> Reply:
        from service.console import local_replies  # noqa: PLC0415

        return local_replies.search(settings, words, limit, filters)

    reply = _ask(data, lambda server: server.search(words, limit, filters), search_here)
    print_json(reply) if json else replies.print_results(reply, out)


@app.command()
def timeline(  # noqa: PLR0913, PLR0917 - one parameter for each option
    query: Annotated[str, typer.Argument(help="A name, words, or a question.")],
    year: Annotated[int | None, typer.Option(help="Only what is listed under this year.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Maximum number of entries.")] = 200,
    output: Annotated[
        Path | None, typer.Option(help="Write a file, whose name ends in .csv or .md, instead.")
    ] = None,
    source: Source = "",
    title: Title = "",
    date_from: DateFrom = "",
    date_to: DateTo = "",
    collection: Collection = "",
    tag: Tag = None,
    article: ArticleIds = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """List what the articles say of a subject, each a verbatim sentence, in order of time."""
    form = _SUFFIXES.get(output.suffix) if output else None
    if output and form is None:
        raise WenbaoError(f"{output} must end in .csv or .md")
    filters = build_filters(source, title, date_from, date_to, collection, tag, article)
    words = require_text(query)
    if output and form:
        from service.console import local_replies  # noqa: PLC0415

        found = local_replies.export_timeline(_load(data), words, filters, year, limit, form)
        write_file(found, output)
        return

    def list_here(settings: Settings) -> Reply:
        from service.console import local_replies  # noqa: PLC0415

        return local_replies.timeline(settings, words, filters, year, limit)

    def list_there(server: Wenbao) -> Reply:
        options: dict[str, Any] = {**filters, "limit": limit} | (
            {} if year is None else {"year": year}
        )
        return server.timeline(words, **options)

    reply = _ask(data, list_there, list_here)
    print_json(reply) if json else replies.print_timeline(reply, out)


def _load(data: Path | None) -> Settings:
    return Settings.load(data=data)


def _ask(
    data: Path | None, there: Callable[[Wenbao], Reply], here: Callable[[Settings], Reply]
) -> Reply:
    """Return the reply of the running server, or, if it does not answer, of this process."""
    settings = _load(data)
    url = find_server(settings.data)
    if url:
        try:
            return there(Wenbao(url))
        except WenbaoRefusedError as error:
            if error.status not in _ANSWERED_HERE:
                raise
            _tell(f"the server at {url} does not answer ({error}); answering without it …")
    else:
        _tell("no server is running on this library; loading it takes some seconds …")
    return here(settings)


def _tell(what: str) -> None:
    if errors.is_terminal:
        errors.print(what, style="dim", markup=False)
