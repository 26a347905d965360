"""The commands that copy a library: backup and restore, export and import."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from service.console import reports
from service.console.output import Data, Json, errors, out, print_json
from service.console.progress_bars import ProgressBars
from service.settings import Settings
from service.workspace import backup
from service.workspace.importing import import_library
from service.workspace.workspace import Workspace, open_existing_library

app = typer.Typer()
File = Annotated[Path, typer.Argument(help="A file whose name ends in .tar or .tar.gz.")]


@app.command("backup")
def back_up(file: File, json: Json = False, data: Data = None) -> None:
    """Write everything in the data folder to one file, even while a server is running."""
    settings = Settings.load(data=data)
    about = backup.backup(settings, open_existing_library(settings), file)
    if json:
        print_json({"file": file, **about})
    else:
        out.print(f"{file}: a backup of {about['articles']} articles", markup=False)


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="First move the folder's current contents aside.")
    ] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Restore a backup into an empty folder."""
    settings = Settings.load(data=data)
    aside = backup.restore(file, settings.data, replace=replace)
    if json:
        print_json({"data": settings.data, "file": file, "moved_aside_to": aside})
        return
    out.print(f"restored {settings.data} from {file}", markup=False)
    if aside:
        out.print(f"moved its previous contents to {aside}", markup=False)


@app.command()
def export(file: File, json: Json = False, data: Data = None) -> None:
    """Write articles and their vectors to one file, for another library to import."""
    settings = Settings.load(data=data)
    about = backup.export(settings, open_existing_library(settings), file)
    if json:
        print_json({"file": file, **about})
    else:
        out.print(f"{file}: {about['articles']} articles with their vectors", markup=False)


@app.command("import")
def import_file(file: File, json: Json = False, data: Data = None) -> None:
    """Merge articles that another library exported. Nothing is overwritten."""
    with ProgressBars(errors) as bars:
        workspace = Workspace.open(Settings.load(data=data), bars.passages)
        imported = import_library(workspace, file, bars.passages)
    if json:
        print_json(asdict(imported))
        return
    reports.print_imported(imported, out)
    reports.print_size(workspace.library, out)
