"""A disk that is full for a while, and what happens to a data folder meanwhile."""

import errno
import logging
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.errors import StorageError
from embeddings.storage.failpoints import Step, listeners
from scripts.crash_tests import corpus
from scripts.crash_tests.state import State, answers_of
from scripts.crash_tests.workload import (
    CHANGES,
    ROUND_SIZE,
    SessionFolder,
    SilentWatcher,
    deepen,
    open_session,
    settle,
)
from service.ingestion.ingestion import Ingestion

_TIMEOUT = 60.0
_POLL_SECONDS = 0.02
_NEED_NO_SPACE = (Step.REMOVE, Step.COMMITTED)


@dataclass
class FailingWrites:
    """Fails writes as the system and SQLite do on a full disk, from the n-th one on."""

    first: int
    count: int = 0

    def __call__(self, step: Step, path: Path) -> None:
        """Fail the step if it needs space and is late enough."""
        if step in _NEED_NO_SPACE:
            return
        self.count += 1
        if self.count < self.first:
            return
        if step is Step.COMMIT and path.suffix == ".sqlite3":
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(errno.ENOSPC, "No space left on device")


@dataclass(frozen=True, slots=True)
class FullDisk:
    """When the disk is full: from the n-th write on or, without one, above a file size in bytes."""

    first_write: int = 0
    size_limit: int = 0

    def fill(self) -> Callable[[], None]:
        """Make the disk full; return the function that frees it again."""
        if self.first_write:
            failing = FailingWrites(self.first_write)
            listeners.append(failing)
            return lambda: listeners.remove(failing)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size_limit, before[1]))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


class LogMessages(logging.Handler):
    """Collects log messages."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Add a message."""
        self.messages.append(record.getMessage())


@dataclass
class FullDiskOutcome:
    """What happened while the disk was full, and the state of the folder afterwards.

    Attributes:
        accepted: the change was accepted although the disk was full.
        messages: what the caller or the log was told about the disk.
        job_state: of the job meanwhile, or "".
        answers_unchanged: the answers stayed the same and no other index was published.
        state: of the folder once there was space again.
    """

    accepted: bool = False
    messages: list[str] = field(default_factory=list)
    job_state: str = ""
    answers_unchanged: bool = False
    state: dict[str, object] = field(default_factory=dict)


def run_step_on_full_disk(folder: SessionFolder, step: int, disk: FullDisk) -> FullDiskOutcome:
    """Run a step while the disk is full; free it once the worker waits for that, and finish."""
    outcome, log = FullDiskOutcome(), LogMessages()
    logging.getLogger("service.ingestion").addHandler(log)
    corpus.write_six(folder.files)
    ingestion = open_session(folder, step)
    before, index = answers_of(ingestion), ingestion.workspace.snapshot().index.folder
    free_disk = disk.fill()
    with ingestion.worker.working():
        _try_request(ingestion, folder, step, outcome)
        if outcome.accepted:
            _wait(ingestion, log)
            outcome.messages += log.messages
        unfinished = ingestion.jobs.next()
        outcome.job_state = ingestion.jobs.newest(None, 1)[0].state if outcome.accepted else ""
        same_index = ingestion.workspace.snapshot().index.folder == index
        outcome.answers_unchanged = not unfinished or (
            same_index and answers_of(ingestion) == before
        )
        free_disk()
        if not outcome.accepted:
            _request(ingestion, folder, step)
        settle(ingestion)
        deepen(ingestion)
        outcome.state = State.of(ingestion).as_json()
    return outcome


def deepen_on_full_disk(folder: SessionFolder, step: int, disk: FullDisk) -> FullDiskOutcome:
    """Encode the passages after a step anew while the disk is full; free it and finish."""
    outcome, log = FullDiskOutcome(), LogMessages()
    logging.getLogger("service.ingestion").addHandler(log)
    settings = folder.settings(step)
    shutil.rmtree(settings.meaning_folder)
    ingestion = Ingestion.open_as_it_is(settings, SilentWatcher())
    ingestion.deepening.round_size = ROUND_SIZE
    before = answers_of(ingestion)
    free_disk = disk.fill()
    ingestion.deepening.start()
    _wait_for(lambda: bool(log.messages))
    outcome.messages += log.messages
    outcome.answers_unchanged = disk.first_write > 1 or answers_of(ingestion) == before
    ingestion.deepening.stop()
    free_disk()
    deepen(ingestion)
    outcome.state = State.of(ingestion).as_json()
    return outcome


def _try_request(
    ingestion: Ingestion, folder: SessionFolder, step: int, outcome: FullDiskOutcome
) -> None:
    try:
        _request(ingestion, folder, step)
        outcome.accepted = True
    except StorageError as error:
        outcome.messages.append(str(error))


def _request(ingestion: Ingestion, folder: SessionFolder, step: int) -> None:
    """Request the change of a step; the files of the first one are already there."""
    if step == 1:
        ingestion.add([folder.files])
    else:
        CHANGES[step - 1](ingestion, folder.files)


def _wait(ingestion: Ingestion, log: LogMessages) -> None:
    """Wait until the worker complains, or has finished."""
    _wait_for(lambda: bool(log.messages) or not ingestion.jobs.next())


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _TIMEOUT
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the work neither finishes nor complains")
        time.sleep(_POLL_SECONDS)
