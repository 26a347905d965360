"""A job that reads files into the library, or removes them from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from embeddings.ingestion import (
    FileOutcome,
    FileReport,
    FoundFile,
    Reader,
    refresh_file,
    store_file,
)
from embeddings.reading.discovery import leads_out
from embeddings.reading.results import PageBegun, Read, SignOfLife
from service.ingestion.index_follower import IndexFollower
from service.ingestion.job import FileState, Job, JobFile, JobKind
from service.ingestion.job_progress import ProgressRecorder
from service.ingestion.job_store import JobStore
from service.workspace.workspace import Workspace

_LEADS_OUT = (
    "it is a symbolic link that leads out of the watched folder, and is not followed."
    " Put the file itself there."
)


@dataclass
class FileJob:
    """Processes the queued files of a job."""

    workspace: Workspace
    jobs: JobStore
    job: Job
    read: Reader
    recorder: ProgressRecorder
    _position: int = 0
    _follower: IndexFollower = field(init=False)

    def __post_init__(self) -> None:
        self._follower = IndexFollower(self.workspace, self.recorder.record_indexing)

    def run(self) -> None:
        """Process the files in order until all are done or the job is cancelled.

        Raises:
            StorageError: writing is impossible at the moment; run it again.
        """
        try:
            for file in self.jobs.files(self.job, FileState.QUEUED):
                if self.jobs.is_cancelled(self.job):
                    break
                self._position = file.n
                self._record(file, self._process(file))
                self._follower.index_if_due()
            self._follower.finish()
        finally:
            self._follower.stop()
        self.jobs.note_searchable(self.job)

    def _record(self, file: JobFile, report: FileReport) -> None:
        articles = report.change.added + report.change.replaced
        state = FileState(report.outcome)
        processed = replace(
            file,
            state=state,
            articles=articles,
            reason=report.reason,
            extent=report.extent,
            retryable=report.retryable,
        )
        self.jobs.note(self.job, processed)

    def _process(self, file: JobFile) -> FileReport:
        library = self.workspace.library
        if not file.path:
            return FileReport(file.source, FileOutcome.DELETED, library.delete_file(file.source))
        found = FoundFile(Path(file.path), file.source, file.filing)
        watched = self.workspace.settings.watch
        if watched and leads_out(found.path, watched):  # replaced by a link since
            return FileReport(
                file.source, FileOutcome.FAILED, reason=f"{file.source}: {_LEADS_OUT}"
            )
        if self.job.kind is JobKind.REFRESH:
            return refresh_file(library, found, self._read)
        return store_file(library, found, self._read, self.job.created_at)

    def _read(self, path: Path, source: str) -> Iterator[Read]:
        """Read a file, and keep the index and the progress up to date while doing so."""
        for n, result in enumerate(self.read(path, source)):
            self._follower.index_if_due()
            if isinstance(result, PageBegun):
                self.recorder.record_page(result.number - 1, result.total)
            elif not isinstance(result, SignOfLife):
                self.recorder.record_reading(self._position, self.job.files_total, n)
            yield result
