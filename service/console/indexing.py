"""The commands that change what is searched: add files, read them again, go back."""

import time
from pathlib import Path
from typing import Annotated

import typer

from service.console import reports
from service.console.opening import open_ingestion
from service.console.output import Data, Json, errors, out, print_json
from service.console.progress_bars import ProgressBars
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, Job, JobKind
from service.settings import Settings
from service.web.schemas.jobs import JobFileOut, JobOut

app = typer.Typer()


@app.command()
def index(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders (with subfolders), or patterns (*.txt).")
    ],
    deep: Annotated[
        bool, typer.Option("--deep", help="Wait until the transformer has encoded all passages.")
    ] = False,
    json: Json = False,
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
    _report_job(ingestion, job, json=json)


@app.command()
def reindex(
    full: Annotated[
        bool, typer.Option("--full", help="Rebuild the whole index even if it is up to date.")
    ] = False,
    json: Json = False,
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
    _report_job(ingestion, job, json=json)


@app.command()
def rollback(json: Json = False, data: Data = None) -> None:
    """Go back to the index from before the last rebuild, until the next rebuild."""
    with ProgressBars(errors) as bars:
        ingestion = Ingestion.open_as_it_is(Settings.load(data=data), bars)
    ingestion.workspace.roll_back()
    if json:
        print_json({"index_revision": ingestion.workspace.current.manifest.revision})
    else:
        out.print("answering from the index from before the last rebuild")


def _report_job(ingestion: Ingestion, job: Job, *, json: bool) -> None:
    """Print the outcome of a job, and exit with 1 if it failed."""
    files, library = ingestion.jobs.files(job), ingestion.workspace.library
    if json:
        print_json(
            {
                "job": JobOut.of(job, time.time()).model_dump(mode="json"),
                "files": [JobFileOut.of(file).model_dump(mode="json") for file in files],
                "articles": library.articles.count(),
                "passages": library.passages.count(),
            }
        )
    else:
        reports.print_job(job, files, out, errors)
        reports.print_size(library, out)
    raise typer.Exit(1 if job.reason or job.files.get(FileState.FAILED) else 0)
