"""A disk that is full for a while, and what a data folder does meanwhile."""

import errno
import logging
import resource
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.errors import StorageError
from embeddings.storage.failpoints import Step, listeners
from scripts.crash_tests import corpus
from scripts.crash_tests.state import State, answers
from scripts.crash_tests.workload import CHANGES, Place, Silent, settle
from service.ingestion.ingestion import Ingestion

_PATIENCE = 60.0
_FREE = (Step.REMOVE, Step.COMMITTED)  # these take no room


@dataclass
class Refusal:
    """Refuses what takes room, as the system and SQLite do, from the n-th such step on."""

    first: int
    count: int = 0

    def __call__(self, step: Step, path: Path) -> None:
        """Refuse the step, if it is late enough."""
        self.count += step not in _FREE
        if step in _FREE or self.count < self.first:
            return
        if step is Step.COMMIT and path.suffix == ".sqlite3":
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(errno.ENOSPC, "No space left on device")


@dataclass(frozen=True, slots=True)
class Fullness:
    """When the disk is full: from the n-th step that takes room, or for files of so many bytes."""

    step: int = 0
    limit: int = 0

    def begin(self) -> Callable[[], None]:
        """Make the disk full; return what makes room on it again."""
        if self.step:
            refusal = Refusal(self.step)
            listeners.append(refusal)
            return lambda: listeners.remove(refusal)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, before[1]))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Warnings(logging.Handler):
    """Keeps what the worker warns of."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.told.append(record.getMessage())


@dataclass
class Course:
    """What happened while the disk was full, and what the folder was like afterwards.

    Attributes:
        accepted: the change was accepted although the disk was full.
        told: what was said of the disk, to whoever asked for the change or in the log.
        job_state: of the job meanwhile, or "".
        answered_on: the answers were as before, and no other index was published.
    """

    accepted: bool = False
    told: list[str] = field(default_factory=list)
    job_state: str = ""
    answered_on: bool = False
    state: dict[str, object] = field(default_factory=dict)


def change_on_a_full_disk(place: Place, step: int, fullness: Fullness) -> Course:
    """Do a step while the disk is full; make room when it is waited for, and finish."""
    course, warnings = Course(), Warnings()
    logging.getLogger("service.ingestion").addHandler(warnings)
    corpus.write_six(place.files)
    ingestion = Ingestion.open_as_it_is(place.settings(step), Silent())
    before, index = answers(ingestion), ingestion.workspace.snapshot().index.folder
    make_room = fullness.begin()
    with ingestion.worker.working():
        try:
            _ask(ingestion, place, step)
            course.accepted = True
        except StorageError as error:
            course.told.append(str(error))
        else:
            _wait(ingestion, warnings)
            course.told += warnings.told
        unfinished = ingestion.jobs.next()
        course.job_state = ingestion.jobs.newest(None, 1)[0].state if course.accepted else ""
        same_index = ingestion.workspace.snapshot().index.folder == index
        course.answered_on = not unfinished or (same_index and answers(ingestion) == before)
        make_room()
        if not course.accepted:
            _ask(ingestion, place, step)
        settle(ingestion)
        course.state = State.of(ingestion).as_json()
    return course


def _ask(ingestion: Ingestion, place: Place, step: int) -> None:
    """Ask for the change; the files of the first one are there already."""
    if step == 1:
        ingestion.add([place.files])
    else:
        CHANGES[step - 1](ingestion, place.files)


def _wait(ingestion: Ingestion, warnings: Warnings) -> None:
    """Wait until the worker complains, or has done everything."""
    deadline = time.monotonic() + _PATIENCE
    while ingestion.jobs.next() and not warnings.told:
        if time.monotonic() > deadline:
            raise TimeoutError("the worker neither finishes nor says why")
        time.sleep(0.02)
