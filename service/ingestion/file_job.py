"""A job of files: each is read into the library, or forgotten."""

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
from embeddings.reading.results import Read
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
    """Deals with the files of a job that nothing became of yet."""

    workspace: Workspace
    jobs: JobStore
    job: Job
    read: Reader
    notes: ProgressRecorder
    _place: int = 0
    _indexing: IndexFollower = field(init=False)

    def __post_init__(self) -> None:
        self._indexing = IndexFollower(self.workspace, self.notes.indexing)

    def run(self) -> None:
        """Deal with the files in order until all are done or the job is cancelled.

        Raises:
            StorageError: nothing can be written now; run it again.
        """
        try:
            for file in self.jobs.files(self.job, FileState.QUEUED):
                if self.jobs.is_cancelled(self.job):
                    break
                self._place = file.n
                self._note(file, self._deal_with(file))
                self._indexing.look()
            self._indexing.finish()
        finally:
            self._indexing.stop()
        self.jobs.note_searchable(self.job)

    def _note(self, file: JobFile, report: FileReport) -> None:
        articles = report.change.added + report.change.replaced
        state = FileState(report.outcome)
        noted = replace(file, state=state, articles=articles, reason=report.reason)
        self.jobs.note(self.job, noted)

    def _deal_with(self, file: JobFile) -> FileReport:
        library = self.workspace.library
        if not file.path:
            return FileReport(file.source, FileOutcome.DELETED, library.delete_file(file.source))
        found = FoundFile(Path(file.path), file.source)
        watched = self.workspace.settings.watch
        if watched and leads_out(found.path, watched):  # it may have become one since it was found
            return FileReport(
                file.source, FileOutcome.FAILED, reason=f"{file.source}: {_LEADS_OUT}"
            )
        if self.job.kind is JobKind.REFRESH:
            return refresh_file(library, found, self._read)
        return store_file(library, found, self._read, self.job.created_at)

    def _read(self, path: Path, source: str) -> Iterator[Read]:
        """Read a file, and see meanwhile to the index and the notes."""
        for n, one in enumerate(self.read(path, source)):
            self._indexing.look()
            self.notes.reading(self._place, self.job.files_total, n)
            yield one
