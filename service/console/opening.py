"""Opens the data folder for console commands, displaying progress."""

from service.console.output import errors
from service.console.progress_bars import ProgressBars
from service.ingestion.ingestion import Ingestion
from service.settings import Settings
from service.workspace.workspace import Workspace


def open_ingestion(settings: Settings) -> Ingestion:
    """Open the data folder with its jobs, displaying progress."""
    with ProgressBars(errors) as bars:
        return Ingestion.open(settings, bars)


def open_workspace(settings: Settings) -> Workspace:
    """Open the data folder, displaying progress."""
    return open_ingestion(settings).workspace
