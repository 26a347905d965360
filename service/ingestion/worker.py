"""The worker: one thread of one process runs the jobs of a data folder, in order."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from embeddings.errors import StorageError
from embeddings.storage.locks import Lock
from service.ingestion.job_runner import JobRunner

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.5  # interval for noticing jobs and changes of other processes
_RETRY_SECONDS = 10.0  # after an error that may be temporary


@dataclass
class Worker:
    """Runs the jobs of a data folder while it holds the folder's worker lock.

    Attributes:
        chores: functions to call regularly while there is no job.
    """

    runner: JobRunner
    lock: Lock
    chores: list[Callable[[], None]] = field(default_factory=list)
    _wake: Event = field(default_factory=Event)
    _stopped: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Run jobs in the background until ``stop``, once no other process does."""
        self._stopped.clear()
        self.runner.stopping.clear()
        self._thread = Thread(target=self._work, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop working and release the lock; the current job is resumed later."""
        self._stopped.set()
        self.runner.stop()
        self._wake.set()
        if self._thread:
            self._thread.join()
            self._thread = None
        self.lock.release()

    def wake(self) -> None:
        """Wake the worker because there is something to do."""
        self._wake.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Run jobs in the background for a while, unless this worker is running already."""
        if self._thread:
            yield
            return
        self.start()
        try:
            yield
        finally:
            self.stop()

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                if not self._run_next():
                    self._wait(_POLL_SECONDS)
            except StorageError as error:
                _log.warning("waiting until writing is possible again: %s", error)
                self._wait(_RETRY_SECONDS)
            except Exception:
                _log.exception("the worker failed and continues")
                self._wait(_RETRY_SECONDS)

    def _run_next(self) -> bool:
        """Run the next job, or the chores if there is none; return whether there was a job."""
        if not self.lock.try_acquire():
            return False
        job = self.runner.jobs.next()
        if job:
            self.runner.run(job)
        else:
            self.runner.workspace.catch_up()
            for chore in self.chores:
                chore()
        return job is not None

    def _wait(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()
