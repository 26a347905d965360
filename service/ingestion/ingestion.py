"""A data folder in operation: its workspace, its jobs, and the worker that runs them."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from embeddings.errors import UnreadableFileError
from embeddings.ingestion import (
    FoundFile,
    discover,
    discover_outward_links,
    hash_file,
    reads_differently,
)
from embeddings.library.records import StoredFile
from embeddings.reading.sandbox.sandbox import Sandbox
from embeddings.scans.finished_pages import FinishedPages
from embeddings.storage.locks import Lock, LockFile
from service.ingestion.deepening import Deepening
from service.ingestion.job import FileState, Job, JobKind, JobState, PlannedFile
from service.ingestion.job_runner import JobRunner
from service.ingestion.job_store import JobStore
from service.ingestion.worker import Worker
from service.settings import Settings
from service.workspace.workspace import Workspace

_log = logging.getLogger(__name__)
_FIRST = 1  # key of the first job of a data folder
_FOLLOW_SECONDS = 0.1  # between two checks of a job that is followed


class Watcher(Protocol):
    """Receives the progress of long-running work."""

    def passages(self, done: int, total: int) -> None:
        """Receive the number of passages indexed while the folder is opened."""

    def job(self, job: Job) -> None:
        """Receive the state of a job that is followed."""


@dataclass(frozen=True, slots=True)
class Ingestion:
    """The only way to add, update and remove documents."""

    workspace: Workspace
    jobs: JobStore
    worker: Worker
    deepening: Deepening

    @classmethod
    def open(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder; add the initial collection to an empty one first."""
        ingestion = cls.of(Workspace.open(settings, watcher.passages))
        ingestion._fill(watcher)
        return ingestion

    @classmethod
    def open_to_serve(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder and start the worker, which resumes unfinished jobs.

        An index of former settings answers until the worker has built the new one.
        """
        ingestion = cls.open_as_it_is(settings, watcher)
        ingestion.start()
        return ingestion

    @classmethod
    def open_as_it_is(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder without rebuilding an index of former settings."""
        ingestion = cls.of(Workspace.open_to_serve(settings, watcher.passages))
        ingestion._fill(watcher)
        return ingestion

    @classmethod
    def of(cls, workspace: Workspace) -> "Ingestion":
        """Return the ingestion of a data folder that is already open."""
        settings = workspace.settings
        jobs = JobStore(settings.library_path)
        finished = FinishedPages(settings.data / "recognized")
        sandbox = Sandbox(finished=finished, threads=2 * settings.threads)
        runner = JobRunner(workspace, jobs, sandbox.read)
        worker = Worker(runner, Lock(settings.data / LockFile.WORKER), [finished.clear])
        return cls(workspace, jobs, worker, Deepening(workspace))

    def start(self) -> None:
        """Work in the background: run jobs, and encode passages with the transformer.

        An index of former settings is rebuilt.
        """
        if self.workspace.outdated and not self.is_reindexing():
            self.reindex()
        self.worker.start()
        self.deepening.start()

    def stop(self) -> None:
        """Stop working in the background; jobs and encoding are resumed at the next start."""
        self.deepening.stop()
        self.worker.stop()

    def _fill(self, watcher: Watcher) -> None:
        """Add the initial collection to a new library.

        If that was interrupted, or another process is doing it, wait until it is done.
        """
        if self.workspace.library.is_empty() and not self.jobs.newest(None, 1):
            self.add([self.workspace.settings.collection])
        job = self.jobs.next()
        if job and job.key == _FIRST:
            self.follow(job, watcher)

    def add(self, paths: Iterable[Path]) -> Job:
        """Create a job that adds the files at or below ``paths``.

        A symbolic link that leads out of its folder is logged and not followed, unless it is one of
        the ``paths`` itself.

        Raises:
            UnreadableFileError: one of the paths does not exist.
        """
        paths = list(paths)
        for link in discover_outward_links(paths):
            _log.warning("%s is a symbolic link that leads out of its folder: not followed", link)
        return self.add_files(discover(self.workspace.library, paths))

    def add_files(self, files: Iterable[FoundFile]) -> Job:
        """Create a job that adds files."""
        planned = (PlannedFile(file.source, str(file.path), filing=file.filing) for file in files)
        return self.create(JobKind.ADD, planned)

    def reindex(self) -> Job:
        """Create a job that rebuilds the whole index."""
        return self.create(JobKind.REINDEX)

    def refresh(self) -> Job:
        """Create a job that reads files again that have changed, or read differently now.

        A file that no longer exists stays as it was last read. If the index was built with other
        settings, also create a job that rebuilds it, and return that one.
        """
        files = (file for file in self.workspace.library.files.all() if file.origin)
        job = self.create(JobKind.REFRESH, filter(None, map(_plan_again, files)))
        return self.reindex() if self.workspace.outdated else job

    def retry(self, job: Job) -> Job | None:
        """Create a job that retries what failed in another job; None if nothing did."""
        states = (FileState.FAILED, FileState.CANCELLED)
        failed = [file for state in states for file in self.jobs.files(job, state)]
        is_unfinished = job.kind is JobKind.REINDEX and job.state in (
            JobState.FAILED,
            JobState.CANCELLED,
        )
        if not failed and not is_unfinished:
            return None
        ordered = sorted(failed, key=lambda file: file.n)
        again = [PlannedFile(file.source, file.path, filing=file.filing) for file in ordered]
        return self.create(job.kind, again)

    def is_reindexing(self) -> bool:
        """Return whether a reindexing job is unfinished."""
        recent = self.jobs.newest(None, 50)
        return any(job.kind is JobKind.REINDEX and not job.state.finished for job in recent)

    def create(self, kind: JobKind, files: Iterable[PlannedFile] = ()) -> Job:
        """Store a job, and wake the worker."""
        job = self.jobs.create(kind, files)
        self.worker.wake()
        return job

    def follow(self, job: Job, watcher: Watcher) -> Job:
        """Wait until a job is finished, whichever process runs it."""
        with self.worker.working():
            while found := self.jobs.find(job.id):
                watcher.job(found)
                if found.state.finished:
                    return found
                time.sleep(_FOLLOW_SECONDS)
        return job


def _plan_again(file: StoredFile) -> PlannedFile | None:
    """Return the file to be read again; None if it reads as before, or cannot be opened."""
    found = FoundFile(Path(file.origin), file.source)
    try:
        if hash_file(found) == file.content_hash:
            return None
        is_reread = reads_differently(found, file.content_hash)
    except UnreadableFileError:
        return None
    return PlannedFile(file.source, file.origin, is_reread)
