"""A data folder at work: its workspace, its jobs, and the worker that does them."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FoundFile, discover, hash_file, outward_links
from embeddings.library.records import StoredFile
from embeddings.reading.sandbox.sandbox import Sandbox
from embeddings.storage.locks import Lock, LockFile
from service.ingestion.job import FileState, Job, JobKind, JobState, PlannedFile
from service.ingestion.job_runner import JobRunner
from service.ingestion.job_store import JobStore
from service.ingestion.worker import Worker
from service.settings import Settings
from service.workspace.workspace import Workspace

_log = logging.getLogger(__name__)
_FIRST = 1  # key of the first job of a data folder
_LOOK_SECONDS = 0.1  # between two looks at a job that is followed


class Watcher(Protocol):
    """Is told how far long work has come."""

    def passages(self, done: int, total: int) -> None:
        """``done`` of ``total`` passages are indexed, while the folder is opened."""

    def job(self, job: Job) -> None:
        """A job that is followed has come so far."""


@dataclass(frozen=True, slots=True)
class Ingestion:
    """The one way in which documents come and go."""

    workspace: Workspace
    jobs: JobStore
    worker: Worker

    @classmethod
    def open(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder; an empty one is filled with the starting collection first."""
        ingestion = cls.of(Workspace.open(settings, watcher.passages))
        ingestion._fill(watcher)
        return ingestion

    @classmethod
    def open_to_serve(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder and start the worker, which does what is left to do.

        An index of former settings answers until the worker has built the new one.
        """
        ingestion = cls.open_as_it_is(settings, watcher)
        if ingestion.workspace.outdated and not ingestion.is_reindexing():
            ingestion.reindex()
        ingestion.worker.start()
        return ingestion

    @classmethod
    def open_as_it_is(cls, settings: Settings, watcher: Watcher) -> "Ingestion":
        """Open the data folder and leave an index of former settings as it is."""
        ingestion = cls.of(Workspace.open_to_serve(settings, watcher.passages))
        ingestion._fill(watcher)
        return ingestion

    @classmethod
    def of(cls, workspace: Workspace) -> "Ingestion":
        """Return the archive of a data folder that is open already."""
        settings = workspace.settings
        jobs = JobStore(settings.library_path)
        runner = JobRunner(workspace, jobs, Sandbox().read)
        return cls(workspace, jobs, Worker(runner, Lock(settings.data / LockFile.WORKER)))

    def _fill(self, watcher: Watcher) -> None:
        """Add the starting collection to a library that never held anything.

        Where that was cut short, or is done by another process just now, wait until it is done.
        """
        if self.workspace.library.is_empty() and not self.jobs.newest(None, 1):
            self.add([self.workspace.settings.collection])
        job = self.jobs.next()
        if job and job.key == _FIRST:
            self.follow(job, watcher)

    def add(self, paths: Iterable[Path]) -> Job:
        """Write down that the files at or below ``paths`` are to be added.

        A symbolic link in a folder that leads out of it is not followed, and the log names it; one
        that is itself among the paths is.

        Raises:
            UnreadableFileError: nothing lies at one of the paths.
        """
        paths = list(paths)
        for link in outward_links(paths):
            _log.warning("%s is a symbolic link that leads out of its folder: not followed", link)
        return self.add_files(discover(self.workspace.library, paths))

    def add_files(self, files: Iterable[FoundFile]) -> Job:
        """Write down that files are to be added."""
        planned = (PlannedFile(file.source, str(file.path)) for file in files)
        return self.create(JobKind.ADD, planned)

    def reindex(self) -> Job:
        """Write down that the whole index is to be built anew."""
        return self.create(JobKind.REINDEX)

    def refresh(self) -> Job:
        """Write down that files which have changed where they lie are to be read again.

        A file that is no longer there stays as it was read last. An index that was made with
        other settings is then to be built anew; that is the job that is returned.
        """
        files = (file for file in self.workspace.library.files.all() if file.origin)
        changed = (PlannedFile(file.source, file.origin) for file in files if _has_changed(file))
        job = self.create(JobKind.REFRESH, changed)
        return self.reindex() if self.workspace.outdated else job

    def retry(self, job: Job) -> Job | None:
        """Write down that what a job failed at is to be tried again; None when there is nothing."""
        states = (FileState.FAILED, FileState.CANCELLED)
        left = [file for state in states for file in self.jobs.files(job, state)]
        undone = job.kind is JobKind.REINDEX and job.state in (JobState.FAILED, JobState.CANCELLED)
        if not left and not undone:
            return None
        ordered = sorted(left, key=lambda file: file.n)
        return self.create(job.kind, [PlannedFile(file.source, file.path) for file in ordered])

    def is_reindexing(self) -> bool:
        """Tell whether a reindexing is written down that is not done."""
        recent = self.jobs.newest(None, 50)
        return any(job.kind is JobKind.REINDEX and not job.state.finished for job in recent)

    def create(self, kind: JobKind, files: Iterable[PlannedFile] = ()) -> Job:
        """Write a job down, and tell the worker."""
        job = self.jobs.create(kind, files)
        self.worker.wake()
        return job

    def follow(self, job: Job, watcher: Watcher) -> Job:
        """Wait until a job is finished, in this process or in another one that works."""
        with self.worker.working():
            while found := self.jobs.find(job.id):
                watcher.job(found)
                if found.state.finished:
                    return found
                time.sleep(_LOOK_SECONDS)
        return job


def _has_changed(file: StoredFile) -> bool:
    try:
        return hash_file(FoundFile(Path(file.origin), file.source)) != file.content_hash
    except UnreadableFileError:
        return False
