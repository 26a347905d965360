"""The worker: one thread of one process does the jobs of a data folder, in order."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from embeddings.errors import StorageError
from embeddings.storage.locks import Lock
from service.ingestion.job_runner import JobRunner

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.5  # for jobs and changes that other processes made
_PATIENCE_SECONDS = 10.0  # after something went wrong that may mend itself


@dataclass
class Worker:
    """Does the jobs of a data folder while it holds the folder's worker lock.

    Attributes:
        chores: what is also to be done now and then, while there is no job.
    """

    runner: JobRunner
    lock: Lock
    chores: list[Callable[[], None]] = field(default_factory=list)
    _wake: Event = field(default_factory=Event)
    _stopped: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Work in the background until ``stop``; wait while another process works."""
        self._stopped.clear()
        self.runner.stopping.clear()
        self._thread = Thread(target=self._work, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Work no more, and let another process work; a job under way is gone on with later."""
        self._stopped.set()
        self.runner.stop()
        self._wake.set()
        if self._thread:
            self._thread.join()
            self._thread = None
        self.lock.release()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work in the background for a while, unless this or another process does already."""
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
                if not self._turn():
                    self._wait(_POLL_SECONDS)
            except StorageError as error:
                _log.warning("waiting until it can be written: %s", error)
                self._wait(_PATIENCE_SECONDS)
            except Exception:
                _log.exception("the worker failed and goes on")
                self._wait(_PATIENCE_SECONDS)

    def _turn(self) -> bool:
        """Do the next thing there is to do; tell whether there was one."""
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
