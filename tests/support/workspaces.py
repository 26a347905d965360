"""Workspaces and data folders for tests."""

import shutil
from dataclasses import replace
from pathlib import Path

from embeddings.encoding.encoder import load_encoder
from embeddings.index.generations import Generations
from embeddings.index.manifest import Origin
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job
from service.settings import Settings
from service.workspace.index_maintenance import rebuild
from service.workspace.workspace import Workspace
from tests.support.shipped_encoders import keep_static_encoder, keep_transformer


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
    """Open ``data`` with these settings and the defaults for the rest, but no transformer.

    It takes a while to load and to encode; a test that needs it says ``meaning="on"``, or names
    another ``encoder``.
    """
    switch = {} if "encoder" in settings else {"meaning": "off"}
    keep_static_encoder()
    if settings.get("meaning") == "on":
        keep_transformer()
    given = Settings(data=data, **switch | settings)  # type: ignore[arg-type] # pydantic checks them
    return Ingestion.open(given, watcher or Silent())


def open_workspace(
    data: Path, watcher: Silent | None = None, **settings: str | int | Path
) -> Workspace:
    """Open ``data`` as ``open_ingestion`` does."""
    return open_ingestion(data, watcher, **settings).workspace


def deepen(workspace: Workspace) -> None:
    """Encode all passages with the transformer."""
    Ingestion.of(workspace).deepening.finish(lambda progress: None)


def index_with(data: Path, encoder: Path) -> None:
    """Index a data folder with another static encoder, as former releases could."""
    workspace = open_workspace(data, meaning="off")
    former, origin = load_encoder(encoder), Origin(str(encoder), ())
    analyzer = replace(workspace.analyzer, encoder=former, origin=origin)
    rebuild(workspace.settings, workspace.library, analyzer, lambda *_: None)
    generations = Generations(workspace.settings.index_folder)
    shutil.rmtree(generations.folder / generations.standing.previous)


def add_files(workspace: Workspace, *paths: Path) -> Job:
    """Add files to the data folder of a workspace and wait for the job to finish."""
    ingestion = Ingestion.of(workspace)
    return ingestion.follow(ingestion.add(paths), Silent())


def with_settings(workspace: Workspace, **settings: object) -> Workspace:
    """Return a workspace over the same data in which some settings differ."""
    changed = workspace.settings.model_copy(update=settings)
    return Workspace(changed, workspace.library, workspace.current, workspace.meaning)


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    """Write UTF-8 files below ``folder`` and return it."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
