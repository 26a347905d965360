"""Workspaces for tests: opened on a folder, with nobody watching the progress."""

from pathlib import Path

from service.settings import Settings
from service.workspace import Workspace


class Silent:
    """A watcher that shows nothing but remembers what was worked on."""

    def __init__(self) -> None:
        self.files_read: list[str] = []
        self.passages_indexed = 0

    def files(self, done: int, total: int, source: str) -> None:
        if source:
            self.files_read.append(source)

    def passages(self, done: int, total: int) -> None:
        self.passages_indexed = done


def open_workspace(
    data: Path, watcher: Silent | None = None, **settings: str | int | Path
) -> Workspace:
    """Open ``data`` with the settings given and the defaults for the others."""
    given = Settings(data=data, **settings)  # type: ignore[arg-type] # pydantic checks them
    return Workspace.open(given, watcher or Silent())


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
