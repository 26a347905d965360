"""Record the progress of a job."""

import time
from dataclasses import dataclass

from service.ingestion.job import Job
from service.ingestion.job_store import JobStore

_PAGE_SECONDS = 3.0  # for which the record of a page stays: nothing else goes on meanwhile
_SECONDS = 0.3  # between two records: each is a write to disk


@dataclass
class ProgressRecorder:
    """Records the progress of a job, at a limited rate."""

    jobs: JobStore
    job: Job
    _recorded_at: float = 0.0

    def record_reading(self, done: int, total: int, articles: int) -> None:
        """Record the number of files read, and of articles stored from the current one."""
        if self._is_due():
            self.jobs.progress(self.job, "reading", done, total)
            self.jobs.note_articles(self.job, done, articles)

    def record_page(self, done: int, total: int) -> None:
        """Record the number of recognised pages of the current file; each takes seconds."""
        self.jobs.progress(self.job, "recognizing", done, total)
        self._recorded_at = time.monotonic() + _PAGE_SECONDS

    def record_indexing(self, done: int, total: int) -> None:
        """Record the number of passages indexed."""
        if self._is_due():
            self.jobs.progress(self.job, "indexing", done, total)

    def _is_due(self) -> bool:
        now = time.monotonic()
        is_due = now - self._recorded_at > _SECONDS
        if is_due:
            self._recorded_at = now
        return is_due
