"""Opens the data folder for console commands, and defines where they print."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from service.console.progress_bars import ProgressBars
from service.ingestion.ingestion import Ingestion
from service.settings import Settings
from service.workspace.workspace import Workspace

errors = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)
Data = Annotated[Path | None, typer.Option(help="Folder of the library [WENBAO_DATA, ./data].")]


def open_ingestion(settings: Settings) -> Ingestion:
    """Open the data folder with its jobs, displaying progress."""
    with ProgressBars(errors) as bars:
        return Ingestion.open(settings, bars)


def open_workspace(settings: Settings) -> Workspace:
    """Open the data folder, displaying progress."""
    return open_ingestion(settings).workspace
