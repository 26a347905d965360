"""What a job is: its kind, state and files. No IO."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from embeddings.documents import NOT_FILED, Filing
from embeddings.reading.results import NOTHING, Extent


class JobStoppedError(Exception):
    """The process is about to exit: the running job is interrupted, to be resumed later."""


class JobKind(StrEnum):
    """What a job does."""

    ADD = "add"  # files specified by a user
    REFRESH = "refresh"  # files that have changed on disk
    REINDEX = "reindex"  # rebuild the whole index


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"  # it stops after the current file
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Whether the job will never run again."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class FileState(StrEnum):
    """The state of a file in a job."""

    QUEUED = "queued"
    STORED = "stored"
    UNCHANGED = "unchanged"
    SAME = "same"
    DELETED = "deleted"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file for a job to process.

    Attributes:
        source: its name in the library.
        path: where to read it; "" to remove it from the library.
        is_reread: it has not changed, but this version reads its type differently.
        filing: how its articles are filed; what it leaves open stays as it is.
    """

    source: str
    path: str
    is_reread: bool = False
    filing: Filing = NOT_FILED


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file of a job.

    Attributes:
        n: its position in the job, from 0.
        articles: how many of its articles were added or replaced.
        reason: why it or parts of it failed and what to do, or which file has the same content.
        extent: how much of it was read.
        retryable: whether another try may succeed although the file stays as it is.
        filing: as planned.
    """

    n: int
    source: str
    path: str
    state: FileState
    articles: int
    reason: str
    extent: Extent = NOTHING
    retryable: bool = False
    filing: Filing = NOT_FILED


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its files. Times are seconds since 1970, UTC.

    Attributes:
        key: its position in the order in which jobs run.
        stage: reading, indexing or waiting; "" if it is not running.
        stage_started_at: when the stage began.
        done: how many of the ``total`` files or passages of the stage are done.
        searchable: how many of its files are searchable.
        files: the number of files in each state.
        articles: the number of articles added or replaced.
        extent: how much of its files was read.
        retryable: the number of its files for which another try may succeed.
        reread: how many files of each suffix have not changed, but are read differently now.
        reason: why it failed and what to do, or "".
    """

    key: int
    id: str
    kind: JobKind
    state: JobState
    created_at: float
    started_at: float | None
    finished_at: float | None
    stage: str
    stage_started_at: float | None
    done: int
    total: int
    searchable: int
    reason: str
    files: dict[FileState, int]
    articles: int
    extent: Extent = NOTHING
    retryable: int = 0
    reread: Mapping[str, int] = field(default_factory=dict)

    @property
    def files_total(self) -> int:
        """The number of its files."""
        return sum(self.files.values())

    @property
    def files_done(self) -> int:
        """The number of files processed."""
        return self.files_total - self.files.get(FileState.QUEUED, 0)
