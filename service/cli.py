"""The console command ``wenbao``."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from embeddings.library.database import RESTORE, DatabaseError
from embeddings.text.pinyin import load_confusable
from service.access.keys import check_keys
from service.assistant import Assistant
from service.console import key_commands, reports
from service.console.eval_command import evaluate_answers
from service.console.filter_options import DateFrom, DateTo, Source, Title
from service.console.opening import Data, errors, open_ingestion, open_workspace, out
from service.console.progress_bars import ProgressBars
from service.console.timeline_command import show_timeline
from service.generation.reply import Mode, choose_language_model, collect_final_answer, stream_reply
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, Job, JobKind
from service.logs import log_to_standard_error
from service.retrieval.filters import Filters
from service.settings import Settings
from service.workspace import backup, verification
from service.workspace.importing import import_library
from service.workspace.index_maintenance import load_analyzer
from service.workspace.workspace import Workspace, open_existing_library

app = typer.Typer(
    help="Answer questions from a collection of articles, offline. Configured by WENBAO_* "
    "environment variables.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(key_commands.app, name="key")
app.command("eval")(evaluate_answers)
app.command("timeline")(show_timeline)
_INSTALL_MCP = ".venv/bin/pip install -c scripts/constraints.txt -e '.[mcp]'"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [WENBAO_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [WENBAO_PORT].")] = None,
    data: Data = None,
) -> None:
    """Serve the chat page and the HTTP API; the first start indexes the bundled collection."""
    from service.ingestion.watched_folder import FolderWatch  # noqa: PLC0415 - only used here
    from service.web.server import run  # noqa: PLC0415

    settings = Settings.load(data=data, host=host, port=port)
    check_keys(settings)
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
    if http:
        check_keys(settings)
    with ProgressBars(errors) as bars:
        assistant = Assistant(Ingestion.open_as_it_is(settings, bars).workspace)
    assistant.workspace.prepare_to_answer()
    load_confusable()
    if http:
        mcp_server.serve_http(assistant, port)
    else:
        mcp_server.serve_stdio(assistant)


@app.command()
def index(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders (with subfolders), or patterns (*.txt).")
    ],
    deep: Annotated[
        bool, typer.Option("--deep", help="Wait until the transformer has encoded all passages.")
    ] = False,
    data: Data = None,
) -> None:
    """Add files to the library. Unchanged files cost nothing.

    They can be found when the command ends. The next server encodes them with the transformer in
    the background; use --deep to do that now.

    Symbolic links that lead out of their folder are not followed; name one to add its file.
    """
    ingestion = open_ingestion(Settings.load(data=data))
    with ProgressBars(errors) as bars:
        job = ingestion.follow(ingestion.add(paths), bars)
        if deep:
            ingestion.deepening.finish(bars.deepening)
    _report_job(ingestion, job)


def _report_job(ingestion: Ingestion, job: Job) -> None:
    """Print the outcome of a job, and exit with 1 if it failed."""
    reports.print_job(job, ingestion.jobs.files(job), out, errors)
    reports.print_size(ingestion.workspace.library, out)
    raise typer.Exit(1 if job.reason or job.files.get(FileState.FAILED) else 0)


@app.command()
def reindex(
    full: Annotated[
        bool, typer.Option("--full", help="Rebuild the whole index even if it is up to date.")
    ] = False,
    data: Data = None,
) -> None:
    """Read changed files again, and rebuild the index if the settings have changed.

    The old index answers until the new one is ready, and stays available for `wenbao rollback`.
    """
    settings = Settings.load(data=data)
    with ProgressBars(errors) as bars:
        ingestion = Ingestion.open_as_it_is(settings, bars)
        job = ingestion.follow(ingestion.refresh(), bars)
        if full and job.kind is not JobKind.REINDEX:
            job = ingestion.follow(ingestion.reindex(), bars)
    _report_job(ingestion, job)


@app.command()
def rollback(data: Data = None) -> None:
    """Go back to the index from before the last rebuild, until the next rebuild."""
    with ProgressBars(errors) as bars:
        ingestion = Ingestion.open_as_it_is(Settings.load(data=data), bars)
    ingestion.workspace.roll_back()
    out.print("answering from the index from before the last rebuild")


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
    data: Data = None,
) -> None:
    """Answer a question with verbatim quotes, or with a language model, and the sources."""
    filters = Filters(source, title, date_from, date_to)
    settings = Settings.load(data=data)
    model = choose_language_model(mode, settings.language_model)
    workspace = open_workspace(settings)
    answer = Assistant(workspace).ask(question, filters=filters)
    events = stream_reply(answer, workspace.analyzer, model)
    reports.print_answer(asyncio.run(collect_final_answer(events)), out)


@app.command()
def search(  # noqa: PLR0913, PLR0917 - one parameter for each option
    query: Annotated[str, typer.Argument(help="Words to search for.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Maximum number of passages.")] = 10,
    source: Source = "",
    title: Title = "",
    date_from: DateFrom = "",
    date_to: DateTo = "",
    data: Data = None,
) -> None:
    """List the passages that best match a query, with their scores."""
    filters = Filters(source, title, date_from, date_to)
    result = Assistant(open_workspace(Settings.load(data=data))).search(query, limit, filters)
    reports.print_hits(result.hits, out)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is inconsistent.")] = False,
    data: Data = None,
) -> None:
    """Check that articles, passages and index are consistent, and report what is not."""
    settings = Settings.load(data=data)
    library, analyzer = open_existing_library(settings), load_analyzer(settings)
    check = verification.verify(settings, library, analyzer)
    reports.print_inconsistencies(check.inconsistencies, library, out)
    if repair and check.inconsistencies:
        verification.repair(settings, library, analyzer, check)
        out.print("after the repair:")
        check = verification.verify(settings, library, analyzer)
        reports.print_inconsistencies(check.inconsistencies, library, out)
    raise typer.Exit(1 if check.inconsistencies else 0)


File = Annotated[Path, typer.Argument(help="A file whose name ends in .tar or .tar.gz.")]


@app.command("backup")
def back_up(file: File, data: Data = None) -> None:
    """Write everything in the data folder to one file, even while a server is running."""
    settings = Settings.load(data=data)
    about = backup.backup(settings, open_existing_library(settings), file)
    out.print(f"{file}: a backup of {about['articles']} articles", markup=False)


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="First move the folder's current contents aside.")
    ] = False,
    data: Data = None,
) -> None:
    """Restore a backup into an empty folder."""
    settings = Settings.load(data=data)
    aside = backup.restore(file, settings.data, replace=replace)
    out.print(f"restored {settings.data} from {file}", markup=False)
    if aside:
        out.print(f"moved its previous contents to {aside}", markup=False)


@app.command()
def export(file: File, data: Data = None) -> None:
    """Write articles and their vectors to one file, for another library to import."""
    settings = Settings.load(data=data)
    about = backup.export(settings, open_existing_library(settings), file)
    out.print(f"{file}: {about['articles']} articles with their vectors", markup=False)


@app.command("import")
def import_file(file: File, data: Data = None) -> None:
    """Merge articles that another library exported. Nothing is overwritten."""
    with ProgressBars(errors) as bars:
        workspace = Workspace.open(Settings.load(data=data), bars.passages)
        imported = import_library(workspace, file, bars.passages)
    reports.print_imported(imported, out)
    reports.print_size(workspace.library, out)


def main() -> None:
    """Run the command, printing our own errors as one sentence without a traceback."""
    os.umask(0o077)  # only the owner may read conversations, keys and backups
    log_to_standard_error()
    try:
        app()
    except WenbaoError as error:
        errors.print(f"wenbao: {error}", style="red", markup=False)
        raise SystemExit(2) from error
    except DatabaseError as error:
        errors.print(
            f"wenbao: library.sqlite3 in the data folder is damaged: {error}. {RESTORE}",
            style="red",
            markup=False,
        )
        raise SystemExit(2) from error
