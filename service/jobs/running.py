"""Run one job: read its files into the library, and bring the index up to it in between."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.indexing import FileReport, FoundFile, Outcome, Read, refresh_file, store_file
from service.jobs.nouns import FileState, Job, JobFile, JobKind, JobState
from service.jobs.store import Jobs
from service.workspace import Workspace

# What was stored becomes searchable after so many seconds, or more where indexing takes long:
# each round makes a segment, and segments must be merged.
_ROUND_SECONDS = 10.0
_ROUND_SHARE = 2.0
_log = logging.getLogger(__name__)
_NOTE_SECONDS = 0.3  # between two notes of progress


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs over one workspace, one at a time."""

    workspace: Workspace
    jobs: Jobs
    read: Read

    def run(self, job: Job) -> None:
        """Do a job, or go on with one that was interrupted; its failure is noted in it."""
        if self.jobs.is_cancelled(job):
            self.jobs.finish(job, JobState.CANCELLED)
            return
        self.jobs.begin(job)
        try:
            self._run(job)
        except WenbaoError as error:
            _log.warning("a job failed (%s): %s", job.kind, error)
            self.jobs.finish(job, JobState.FAILED, str(error))
        except Exception as error:  # else it would be begun again for ever
            _log.exception("a job failed (%s)", job.kind)
            reason = f"it failed unexpectedly ({type(error).__name__}: {error}); see the log"
            self.jobs.finish(job, JobState.FAILED, reason)

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
        store = refresh_file if job.kind is JobKind.REFRESH else store_file
        return store(library, FoundFile(Path(file.path), file.source), self.read)


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
