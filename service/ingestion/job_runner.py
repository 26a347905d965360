"""Run a job, or resume an interrupted one."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from embeddings.errors import StorageError, WenbaoError
from embeddings.ingestion import Reader
from embeddings.reading.results import Read
from service.ingestion.file_job import FileJob
from service.ingestion.job import Job, JobKind, JobState, JobStoppedError
from service.ingestion.job_progress import ProgressRecorder
from service.ingestion.job_store import JobStore
from service.workspace.workspace import Workspace

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobRunner:
    """Runs jobs over one workspace, one at a time."""

    workspace: Workspace
    jobs: JobStore
    read: Reader
    stopping: Event = field(default_factory=Event)

    def stop(self) -> None:
        """Interrupt the running job soon; it can be resumed."""
        self.stopping.set()
        self.workspace.stop_indexing()

    def run(self, job: Job) -> None:
        """Run a job; a failure is recorded in it.

        Raises:
            StorageError: writing is impossible at the moment; the job waits.
        """
        if self.jobs.is_cancelled(job):
            self.jobs.finish(job, JobState.CANCELLED)
            return
        self.jobs.begin(job)
        try:
            self._run(job)
        except JobStoppedError:
            return
        except StorageError as error:
            self.jobs.wait(job, str(error))
            raise
        except WenbaoError as error:
            if self.stopping.is_set():
                return
            _log.warning("a job failed (%s): %s", job.kind, error)
            self.jobs.finish(job, JobState.FAILED, str(error))
        except Exception as error:  # else it would be restarted forever
            _log.exception("a job failed (%s)", job.kind)
            reason = f"it failed unexpectedly ({type(error).__name__}: {error}); see the log"
            self.jobs.finish(job, JobState.FAILED, reason)

    def _read_until_stopped(self, path: Path, source: str) -> Iterator[Read]:
        for result in self.read(path, source):
            if self.stopping.is_set():
                raise JobStoppedError
            yield result

    def _run(self, job: Job) -> None:
        recorder = ProgressRecorder(self.jobs, job)
        if job.kind is JobKind.REINDEX:
            self.workspace.rebuild(recorder.record_indexing)
        else:
            FileJob(self.workspace, self.jobs, job, self._read_until_stopped, recorder).run()
        cancelled = self.jobs.is_cancelled(job)
        self.jobs.finish(job, JobState.CANCELLED if cancelled else JobState.DONE)
