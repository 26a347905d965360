"""Deepen the index in the background: encode passages with the transformer, at low priority."""

import logging
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Thread, get_native_id

from embeddings.errors import StorageError, WenbaoError
from embeddings.library.records import Keys
from embeddings.meaning.deepening import ROUND, PassageEncoding
from embeddings.storage.locks import Lock, LockFile
from service.workspace.meaning import MeaningSource
from service.workspace.workspace import Workspace

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0  # interval for noticing new passages
_RETRY_SECONDS = 10.0  # after an error that may be temporary
_LOWEST_PRIORITY = 19


@dataclass(frozen=True, slots=True)
class DeepeningProgress:
    """How many of the indexed passages the transformer has encoded.

    Attributes:
        per_second: passages encoded per second; None unless this process is encoding.
    """

    done: int
    total: int
    per_second: float | None = None

    @property
    def eta(self) -> float | None:
        """Remaining seconds; None if the speed is unknown."""
        return (self.total - self.done) / self.per_second if self.per_second else None


@dataclass
class Deepening:
    """A thread that encodes what the index contains and the transformer has not encoded yet.

    Of all processes that open a data folder, only one does this at a time. A vector is durable
    once its round is stored; a killed process loses the current round only.

    Attributes:
        round_size: how many passages are encoded before their vectors are stored.
    """

    workspace: Workspace
    round_size: int = ROUND
    _stopped: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _per_second: float | None = None
    _failure: Exception | None = None

    def start(self) -> None:
        """Deepen in the background from now on, at the lowest priority, unless switched off."""
        self._start(in_background=True)

    def _start(self, *, in_background: bool) -> None:
        source = self.workspace.meaning
        if source is None:
            return
        self._stopped.clear()
        self._failure = None
        arguments = (source, in_background)
        self._thread = Thread(target=self._work, args=arguments, name="deepening", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the current chunk, and store what has been encoded."""
        self._stopped.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    def finish(self, report: Callable[[DeepeningProgress], None]) -> None:
        """Deepen until nothing is missing, in this process or whichever already does.

        Somebody waits for it, so it gets its share of the processors. Vectors that are no longer
        needed are then removed.

        Raises:
            WenbaoError: the transformer fails.
        """
        is_running = self._thread is not None
        if not is_running:
            self._start(in_background=False)
        try:
            while self._thread and (progress := self.progress()):
                report(progress)
                if self._failure:
                    reason = f"the transformer fails ({self._failure}); see the log"
                    raise WenbaoError(reason) from self._failure
                if progress.done >= progress.total and self._is_tidy():
                    return
                self._thread.join(_POLL_SECONDS / 4)
        finally:
            if not is_running:
                self.stop()

    def progress(self) -> DeepeningProgress | None:
        """Return the progress; None if deepening is switched off."""
        source = self.workspace.meaning
        if source is None:
            return None
        index = self.workspace.snapshot().index
        total = len(index.vectors)
        return DeepeningProgress(total - len(source.find_missing(index)), total, self._per_second)

    def _is_tidy(self) -> bool:
        source = self.workspace.meaning
        return source is None or source.is_tidy(self.workspace.library)

    def _work(self, source: MeaningSource, in_background: bool) -> None:
        if in_background:
            _lower_priority()  # merging many vectors takes long, too
        lock = Lock(self.workspace.settings.data / LockFile.DEEPENING)
        threads = self.workspace.settings.threads
        try:
            with ThreadPoolExecutor(threads, "encoding") as pool:
                while not self._stopped.is_set():
                    self._stopped.wait(self._run_round(source, lock, pool))
        finally:
            lock.release()

    def _run_round(self, source: MeaningSource, lock: Lock, pool: ThreadPoolExecutor) -> float:
        """Encode and store some passages; return how many seconds to wait before the next round."""
        try:
            if not lock.try_acquire():
                return _POLL_SECONDS
            source.store.catch_up()  # the process that deepened before may have added to it
            missing = source.find_missing(self.workspace.snapshot().index)
            if len(missing):
                chosen = missing[: self.round_size]
                return 0.0 if self._encode(chosen, source, pool) else _POLL_SECONDS
            self._per_second = None
            if not source.is_tidy(self.workspace.library):
                source.tidy(self.workspace.library)
        except StorageError as error:
            _log.warning("the transformer's vectors wait until writing is possible: %s", error)
            return _RETRY_SECONDS
        except Exception as error:
            _log.exception("deepening failed and continues")
            self._failure = error
            return _RETRY_SECONDS
        return _POLL_SECONDS

    def _encode(self, keys: Keys, source: MeaningSource, pool: ThreadPoolExecutor) -> int:
        """Encode and store ``keys``, or fewer if stopped; return how many vectors were stored."""
        start = time.monotonic()
        encoding = PassageEncoding(
            self.workspace.library, source.encoder, pool, self._stopped.is_set
        )
        found, vectors = encoding.encode(keys)
        if len(found):
            source.add(found, vectors)
        self._per_second = len(found) / (time.monotonic() - start)
        return len(found)


def _lower_priority() -> None:
    """Let everything else on the machine run first.

    Linux has a priority for each thread, which the threads that it starts inherit.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _LOWEST_PRIORITY)
