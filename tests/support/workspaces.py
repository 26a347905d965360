"""Workspaces and data folders for tests."""

from pathlib import Path

from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job
from service.settings import Settings
from service.workspace.workspace import Workspace


class Silent:
    """A watcher that prints nothing but records the jobs."""

    def __init__(self) -> None:
        self.passages_indexed = 0
        self.jobs: list[Job] = []

    def passages(self, done: int, total: int) -> None:
        self.passages_indexed = done

    def job(self, job: Job) -> None:
        self.jobs.append(job)


def open_ingestion(
    data: Path, watcher: Silent | None = None, **settings: str | int | Path
) -> Ingestion:
    """Open ``data`` with these settings and the defaults for the rest."""
    given = Settings(data=data, **settings)  # type: ignore[arg-type] # pydantic checks them
    return Ingestion.open(given, watcher or Silent())


def open_workspace(
    data: Path, watcher: Silent | None = None, **settings: str | int | Path
) -> Workspace:
    """Open ``data`` with these settings and the defaults for the rest."""
    return open_ingestion(data, watcher, **settings).workspace


def add_files(workspace: Workspace, *paths: Path) -> Job:
    """Add files to the data folder of a workspace and wait for the job to finish."""
    ingestion = Ingestion.of(workspace)
    return ingestion.follow(ingestion.add(paths), Silent())


def with_settings(workspace: Workspace, **settings: object) -> Workspace:
    """Return a workspace over the same data in which some settings differ."""
    changed = workspace.settings.model_copy(update=settings)
    return Workspace(changed, workspace.library, workspace.current)


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    """Write UTF-8 files below ``folder`` and return it."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
