"""Progress bars on the console."""

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from service.ingestion.deepening import DeepeningProgress
from service.ingestion.job import Job


class ProgressBars:
    """Bars for the steps of adding files, each hidden until there is something to do.

    They are for terminals only: a pipe gets nothing.
    """

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._files = self._progress.add_task("reading files", visible=False)
        self._pages = self._progress.add_task("recognizing pages", visible=False)
        self._passages = self._progress.add_task("indexing passages", visible=False)
        self._deepening = self._progress.add_task("encoding passages", visible=False)

    def __enter__(self) -> "ProgressBars":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._progress.live.is_started:  # otherwise it would print an empty line
            self._progress.stop()

    def passages(self, done: int, total: int) -> None:
        """Display how many passages are indexed."""
        self._show(self._passages, done, total)

    def deepening(self, progress: DeepeningProgress) -> None:
        """Display how many passages the transformer has encoded."""
        if progress.total:
            self._show(self._deepening, progress.done, progress.total)

    def job(self, job: Job) -> None:
        """Display the progress of a job."""
        if job.files_total:
            self._progress.update(self._files, description=f"{job.articles:,} articles, files")
            self._show(self._files, job.files_done, job.files_total)
        if job.stage == "recognizing":
            self._show(self._pages, job.done, job.total)
        if job.stage == "indexing":
            self.passages(job.done, job.total)

    def _show(self, bar: TaskID, done: int, total: int) -> None:
        self._progress.start()
        self._progress.update(bar, completed=done, total=total, visible=True)
