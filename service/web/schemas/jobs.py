"""The JSON of jobs."""

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from service.ingestion.job import FileState, Job, JobFile, JobKind, JobState
from service.ingestion.job_pace import estimate_pace
from service.web.schemas.fields import Flag


class FilesOut(BaseModel):
    """The number of files in a job, in total and in each state."""

    total: int = Field(description="All files.")
    done: int = Field(description="Files that have been processed.")
    queued: int = Field(description="Files that are still to be read.")
    stored: int = Field(description="Files whose articles are in the library.")
    unchanged: int = Field(description="Files that have not changed.")
    same: int = Field(description="Files with the same content as another file.")
    deleted: int = Field(description="Files that no longer exist; their articles were deleted.")
    failed: int = Field(description="Files that could not be read.")
    cancelled: int = Field(description="Files that were skipped because the job was cancelled.")

    @classmethod
    def of(cls, job: Job) -> "FilesOut":
        """Convert."""
        counts = {state.value: job.files.get(state, 0) for state in FileState}
        return cls(total=job.files_total, done=job.files_done, **counts)


class JobOut(BaseModel):
    """A job: a change to the library that takes time."""

    id: str = Field(description="Id of the job.")
    kind: JobKind = Field(description="What the job does.")
    state: JobState = Field(description="Whether the job is waiting, running or finished, and how.")
    stage: str = Field(
        description="The current stage: reading, recognizing (scanned pages of a file) or "
        "indexing; empty if none."
    )
    done: int = Field(description="Number of files, pages or passages processed in this stage.")
    total: int = Field(description="Number of files, pages or passages in this stage.")
    files: FilesOut = Field(description="Number of files by state.")
    searchable: int = Field(description="Number of files whose articles can already be searched.")
    retryable: int = Field(
        description="Number of failed or cancelled files for which a retry may succeed."
    )
    reread: dict[str, int] = Field(
        description="Number of files, by suffix, that have not changed but are read again because"
        " this version reads them differently.",
        examples=[{".docx": 12}],
    )
    unit: str = Field(description="Unit of `per_second`: files, pages or passages.")
    per_second: float | None = Field(
        description="Files, pages or passages per second; null while unknown.", examples=[1840.5]
    )
    eta_s: float | None = Field(
        description="Estimated seconds left; null while unknown.", examples=[12.5]
    )
    reason: str = Field(description="Why the job failed and what to do; empty otherwise.")
    created_at: datetime = Field(description="When the job was accepted.")
    started_at: datetime | None = Field(description="When the job started; null before that.")
    finished_at: datetime | None = Field(description="When the job finished; null before that.")

    @classmethod
    def of(cls, job: Job, now: float) -> "JobOut":
        """Convert, at the time ``now`` in seconds since 1970."""
        pace = estimate_pace(job, now)
        return cls(
            id=job.id,
            kind=job.kind,
            state=job.state,
            stage=job.stage,
            done=job.done,
            total=job.total,
            files=FilesOut.of(job),
            searchable=job.searchable,
            retryable=job.retryable,
            reread=dict(job.reread),
            unit=pace.unit,
            per_second=None if pace.per_second is None else round(pace.per_second, 2),
            eta_s=None if pace.eta is None else round(pace.eta, 1),
            reason=job.reason,
            created_at=_to_datetime(job.created_at),
            started_at=None if job.started_at is None else _to_datetime(job.started_at),
            finished_at=None if job.finished_at is None else _to_datetime(job.finished_at),
        )


class JobsReply(BaseModel):
    """A page of jobs, newest first."""

    jobs: list[JobOut] = Field(description="The jobs on this page.")
    next_cursor: int | None = Field(
        description="Pass as `cursor` to get the next page; null on the last page."
    )


class JobFileOut(BaseModel):
    """A file in a job."""

    n: int = Field(description="Number of the file in the job, from 0.")
    name: str = Field(description="Name of the file in the library.")
    state: FileState = Field(description="State of the file.")
    articles: int = Field(description="Number of its articles that were added or replaced.")
    characters: int = Field(description="Number of characters in the articles that were read.")
    tables: int = Field(description="Number of tables in the file.")
    pages: int = Field(description="Number of pages or slides; 0 if it has none.")
    reason: str = Field(
        description="Why it, or parts of it, failed and what to do, or which file has the same"
        " content."
    )
    retryable: bool = Field(
        description="Whether a retry may succeed although the file stays as it is."
    )

    @classmethod
    def of(cls, file: JobFile) -> "JobFileOut":
        """Convert."""
        return cls(
            n=file.n,
            name=file.source,
            state=file.state,
            articles=file.articles,
            characters=file.extent.characters,
            tables=file.extent.tables,
            pages=file.extent.pages,
            reason=file.reason,
            retryable=file.retryable,
        )


class JobFilesReply(BaseModel):
    """A page of the files in a job, in order."""

    files: list[JobFileOut] = Field(description="The files on this page.")
    next_cursor: int | None = Field(
        description="Pass as `cursor` to get the next page; null on the last page."
    )


class JobAccepted(BaseModel):
    """A job that was accepted and stored."""

    job_id: str = Field(description="Id of the job, for GET /v1/jobs/{job_id}.")


class ReindexRequest(BaseModel):
    """What to index again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"full": True}]})

    full: Flag = Field(
        False, description="Whether to rebuild the whole index instead of reading changed files."
    )


class RollbackReply(BaseModel):
    """The index in use after the rollback."""

    encoder: str = Field(description="Static encoder of that index.")
    index_revision: int = Field(description="Revision of the library that the index covers.")


def _to_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
