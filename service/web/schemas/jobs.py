"""The JSON of the jobs."""

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from service.ingestion.job import FileState, Job, JobFile, JobKind, JobState
from service.ingestion.job_pace import estimate_pace
from service.web.schemas.fields import Flag


class FilesOut(BaseModel):
    """How many files a job has, in all and in each state."""

    total: int = Field(description="All of them.")
    done: int = Field(description="Those that were dealt with.")
    queued: int = Field(description="Those that are still to be read.")
    stored: int = Field(description="Those whose articles are in the library.")
    unchanged: int = Field(description="Those that are as they were.")
    same: int = Field(description="Those with the content of another file.")
    deleted: int = Field(description="Those that are gone, with their articles.")
    failed: int = Field(description="Those that could not be read.")
    cancelled: int = Field(description="Those that were given up.")

    @classmethod
    def of(cls, job: Job) -> "FilesOut":
        """Convert."""
        counts = {state.value: job.files.get(state, 0) for state in FileState}
        return cls(total=job.files_total, done=job.files_done, **counts)


class JobOut(BaseModel):
    """A job: a change of the library that takes time."""

    id: str = Field(description="Of the job.")
    kind: JobKind = Field(description="What it does.")
    state: JobState = Field(description="Whether it waits, works or has ended, and how.")
    stage: str = Field(description="What is under way: reading, indexing; empty when nothing is.")
    done: int = Field(description="How many of the files or passages of the stage are done.")
    total: int = Field(description="How many there are in the stage.")
    files: FilesOut = Field(description="Its files by state.")
    searchable: int = Field(description="How many of its files answers are drawn from already.")
    unit: str = Field(description="What the speed counts: files, or passages.")
    per_second: float | None = Field(
        description="Its speed; null while it cannot be told.", examples=[1840.5]
    )
    eta_s: float | None = Field(
        description="Seconds left; null while they cannot be told.", examples=[12.5]
    )
    reason: str = Field(description="Why it failed and what to do, or empty.")
    created_at: datetime = Field(description="When it was accepted.")
    started_at: datetime | None = Field(description="When it began; null before.")
    finished_at: datetime | None = Field(description="When it ended; null before.")

    @classmethod
    def of(cls, job: Job, now: float) -> "JobOut":
        """Convert, at the time ``now`` in seconds since 1970."""
        speed = estimate_pace(job, now)
        return cls(
            id=job.id,
            kind=job.kind,
            state=job.state,
            stage=job.stage,
            done=job.done,
            total=job.total,
            files=FilesOut.of(job),
            searchable=job.searchable,
            unit=speed.unit,
            per_second=None if speed.per_second is None else round(speed.per_second, 2),
            eta_s=None if speed.eta is None else round(speed.eta, 1),
            reason=job.reason,
            created_at=_time(job.created_at),
            started_at=None if job.started_at is None else _time(job.started_at),
            finished_at=None if job.finished_at is None else _time(job.finished_at),
        )


class JobsReply(BaseModel):
    """One page of the list of jobs, the newest first."""

    jobs: list[JobOut] = Field(description="One a line of the list.")
    next_cursor: int | None = Field(description="Give it as cursor to go on; null at the end.")


class JobFileOut(BaseModel):
    """A file of a job."""

    n: int = Field(description="Its place in the job, from 0.")
    name: str = Field(description="The name it is known by.")
    state: FileState = Field(description="What became of it.")
    articles: int = Field(description="How many of its articles were added or replaced.")
    reason: str = Field(description="Why it failed and what to do, or which file is the same.")

    @classmethod
    def of(cls, file: JobFile) -> "JobFileOut":
        """Convert."""
        return cls(
            n=file.n,
            name=file.source,
            state=file.state,
            articles=file.articles,
            reason=file.reason,
        )


class JobFilesReply(BaseModel):
    """One page of the files of a job, in order."""

    files: list[JobFileOut] = Field(description="One a line of the list.")
    next_cursor: int | None = Field(description="Give it as cursor to go on; null at the end.")


class JobAccepted(BaseModel):
    """A job that was written down and will be done."""

    job_id: str = Field(description="Of GET /v1/jobs/{job_id}.")


class ReindexRequest(BaseModel):
    """What is to be indexed anew."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"full": True}]})

    full: Flag = Field(False, description="The whole index anew, instead of changed files.")


class RollbackReply(BaseModel):
    """The index that answers now."""

    encoder: str = Field(description="The one that answers now.")
    index_revision: int = Field(description="The revision of the library that it holds.")


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
