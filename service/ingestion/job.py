"""The nouns of jobs. No IO."""

from dataclasses import dataclass
from enum import StrEnum


class JobStoppedError(Exception):
    """The process is to end: the job under way is left as it is, to be gone on with."""


class JobKind(StrEnum):
    """What a job does."""

    ADD = "add"  # files that somebody gave
    REFRESH = "refresh"  # files that changed where they were read from
    REINDEX = "reindex"  # the whole index anew


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"  # asked to stop; it stops after the file it is at
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Tell whether nothing more will happen to such a job."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class FileState(StrEnum):
    """What became of a file of a job."""

    QUEUED = "queued"
    STORED = "stored"
    UNCHANGED = "unchanged"
    SAME = "same"
    DELETED = "deleted"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that a job is to deal with.

    Attributes:
        source: the name it is, or is to be, known by.
        path: where to read it; "" when it is to be forgotten.
    """

    source: str
    path: str


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file of a job.

    Attributes:
        n: its place in the job, from 0.
        articles: how many of its articles were added or replaced.
        reason: why it failed and what to do, or which file is the same.
    """

    n: int
    source: str
    path: str
    state: FileState
    articles: int
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its files. Times are seconds since 1970, UTC.

    Attributes:
        key: its place in the order in which jobs are done.
        stage: what is under way: reading, indexing; "" when nothing is.
        stage_started_at: when the stage began.
        done: how many of the ``total`` things of the stage are done: files, or passages.
        searchable: how many of its files are in the index that answers.
        files: how many files it has in each state.
        articles: how many articles it has added or replaced.
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

    @property
    def files_total(self) -> int:
        """How many files it has in all."""
        return sum(self.files.values())

    @property
    def files_done(self) -> int:
        """How many of its files are dealt with."""
        return self.files_total - self.files.get(FileState.QUEUED, 0)
