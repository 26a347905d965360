"""Run one job: read its files into the library, and bring the index up to it in between."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from embeddings.errors import StorageError, WenbaoError
from embeddings.indexing import FileReport, FoundFile, Outcome, Reader, store_file
from embeddings.library_rows import content_hash
from embeddings.reading.results import PartFailure, Read
from service.jobs.nouns import FileState, Job, JobFile, JobKind, JobState
from service.jobs.store import Jobs
from service.workspace import Workspace

# What was stored becomes searchable after so many seconds, or more where indexing takes long:
# each round makes a segment, and segments must be merged.
_ROUND_SECONDS = 10.0
_ROUND_SHARE = 2.0
_NOTE_SECONDS = 0.3  # between two notes of progress


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs over one workspace, one at a time."""

    workspace: Workspace
    jobs: Jobs
    read: Reader

    def run(self, job: Job) -> None:
        """Do a job, or go on with one that was interrupted; its failure is noted in it.

        Raises:
            StorageError: nothing can be written now; the job waits.
        """
        if self.jobs.is_cancelled(job):
            self.jobs.finish(job, JobState.CANCELLED)
            return
        self.jobs.begin(job)
        try:
            self._run(job)
        except StorageError as error:
            self.jobs.wait(job, str(error))
            raise
        except WenbaoError as error:
            self.jobs.finish(job, JobState.FAILED, str(error))

    def _run(self, job: Job) -> None:
        progress = _Notes(self.jobs, job)
        if job.kind is JobKind.REINDEX:
            self.workspace.rebuild(progress.indexing)
        else:
            self._store_files(job, progress)
            self.workspace.catch_up(progress.indexing)
            self.jobs.note_searchable(job)
        stopped = self.jobs.is_cancelled(job)
        self.jobs.finish(job, JobState.CANCELLED if stopped else JobState.DONE)

    def _store_files(self, job: Job, progress: "_Notes") -> None:
        rounds = _Rounds()
        waiting = self.jobs.files(job, FileState.QUEUED)
        for file in waiting:
            if self.jobs.is_cancelled(job):
                return
            progress.reading(file.n, job.files_total)
            report = self._deal_with(job, file)
            articles = report.change.added + report.change.replaced
            state = FileState(report.outcome)
            self.jobs.note(job, replace(file, state=state, articles=articles, reason=report.reason))
            if file is not waiting[-1] and rounds.is_due:
                rounds.take(lambda: self.workspace.catch_up(progress.indexing))
                self.jobs.note_searchable(job)

    def _deal_with(self, job: Job, file: JobFile) -> FileReport:
        library = self.workspace.library
        if not file.path:
            return FileReport(file.source, Outcome.DELETED, library.delete_file(file.source))
        read = self._read_undeleted if job.kind is JobKind.REFRESH else self.read
        return store_file(library, FoundFile(Path(file.path), file.source), read)

    def _read_undeleted(self, path: Path, source: str) -> Iterator[Read]:
        """Read a file without the articles that were deleted and read as they did then."""
        deleted = self.workspace.library.deleted_articles(source)
        for one in self.read(path, source):
            if isinstance(one, PartFailure) or deleted.get(one.id) != content_hash(one):
                yield one


@dataclass
class _Rounds:
    """When what was stored so far is to be indexed."""

    since: float = field(default_factory=time.monotonic)
    wanted: float = _ROUND_SECONDS

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self.since > self.wanted

    def take(self, index: Callable[[], None]) -> None:
        start = time.monotonic()
        index()
        self.since = time.monotonic()
        self.wanted = max(_ROUND_SECONDS, _ROUND_SHARE * (self.since - start))


@dataclass
class _Notes:
    """Notes how far a job is, not too often: each note is a write to the disk."""

    jobs: Jobs
    job: Job
    noted: float = 0.0

    def reading(self, done: int, total: int) -> None:
        self._note("reading", done, total)

    def indexing(self, done: int, total: int) -> None:
        self._note("indexing", done, total)

    def _note(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self.noted > _NOTE_SECONDS:
            self.jobs.progress(self.job, stage, done, total)
            self.noted = time.monotonic()
