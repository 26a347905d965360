"""The commands that copy a library: backup and restore, export and import."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.console import reports
from service.console.output import Data, Json, errors, out, print_json
from service.console.progress_bars import ProgressBars
from service.rehearsal import rehearse_restore
from service.settings import Settings
from service.workspace import backup, backup_folder
from service.workspace.importing import import_library
from service.workspace.workspace import Workspace, open_existing_library

app = typer.Typer()
File = Annotated[Path, typer.Argument(help="A file whose name ends in .tar or .tar.gz.")]
FileOrFolder = Annotated[
    Path,
    typer.Argument(
        help="A file whose name ends in .tar or .tar.gz, or a folder, for a file named after the "
        "time."
    ),
]


@app.command("backup")
def back_up(
    file: FileOrFolder,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Keep only so many of the backups in the folder, the newest."),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Write everything in the data folder to one file, even while a server is running."""
    folder = file if file.is_dir() else None
    if keep and folder is None:
        raise WenbaoError(f"--keep is for a folder of backups, and {file} is none; create it first")
    settings = Settings.load(data=data)
    file = backup_folder.name_backup(folder, datetime.now(UTC)) if folder else file
    about = backup.backup(settings, open_existing_library(settings), file)
    removed = backup_folder.remove_older(folder, keep) if folder and keep else []
    if json:
        print_json({"file": file, **about, "removed": removed})
        return
    out.print(f"{file}: a backup of {about['articles']} articles", markup=False)
    for older in removed:
        out.print(f"removed {older}", markup=False)


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="First move the folder's current contents aside.")
    ] = False,
    rehearse: Annotated[
        bool,
        typer.Option(
            "--rehearse", help="Only try it: in a folder of its own, which is checked and removed."
        ),
    ] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Restore a backup into an empty folder."""
    settings = Settings.load(data=data)
    if rehearse:
        _rehearse(settings, file, json=json)
        return
    aside = backup.restore(file, settings.data, replace=replace)
    if json:
        print_json({"data": settings.data, "file": file, "moved_aside_to": aside})
        return
    out.print(f"restored {settings.data} from {file}", markup=False)
    if aside:
        out.print(f"moved its previous contents to {aside}", markup=False)


def _rehearse(settings: Settings, file: Path, *, json: bool) -> None:
    rehearsal = rehearse_restore(settings, file)
    if json:
        print_json({"file": file, **asdict(rehearsal), "sound": rehearsal.is_sound})
    else:
        reports.print_rehearsal(rehearsal, file, out)
    if not rehearsal.is_sound:
        raise typer.Exit(1)


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
