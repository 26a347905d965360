"""Notes of how far a job is."""

import time
from dataclasses import dataclass

from service.ingestion.job import Job
from service.ingestion.job_store import JobStore

_SECONDS = 0.3  # between two notes: each is a write to the disk


@dataclass
class ProgressRecorder:
    """Writes down how far a job is, not too often."""

    jobs: JobStore
    job: Job
    _noted: float = 0.0

    def reading(self, done: int, total: int, articles: int) -> None:
        """``done`` of ``total`` files are read, and so many articles of the next one stored."""
        if self._is_due():
            self.jobs.progress(self.job, "reading", done, total)
            self.jobs.note_articles(self.job, done, articles)

    def indexing(self, done: int, total: int) -> None:
        """``done`` of ``total`` passages are indexed."""
        if self._is_due():
            self.jobs.progress(self.job, "indexing", done, total)

    def _is_due(self) -> bool:
        now = time.monotonic()
        due = now - self._noted > _SECONDS
        if due:
            self._noted = now
        return due
