"""Run one job, or go on with one that was interrupted."""

from dataclasses import dataclass

from embeddings.errors import StorageError, WenbaoError
from embeddings.indexing import Reader
from service.jobs.file_job import FileJob
from service.jobs.notes import Notes
from service.jobs.nouns import Job, JobKind, JobState
from service.jobs.store import Jobs
from service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs over one workspace, one at a time."""

    workspace: Workspace
    jobs: Jobs
    read: Reader

    def run(self, job: Job) -> None:
        """Do a job; its failure is noted in it.

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
        notes = Notes(self.jobs, job)
        if job.kind is JobKind.REINDEX:
            self.workspace.rebuild(notes.indexing)
        else:
            FileJob(self.workspace, self.jobs, job, self.read, notes).run()
        stopped = self.jobs.is_cancelled(job)
        self.jobs.finish(job, JobState.CANCELLED if stopped else JobState.DONE)
