"""Jobs: their progress and files, and cancelling or retrying them."""

import asyncio
import time
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from service.ingestion.job import FileState, Job
from service.ingestion.job_store import JobStore
from service.web.dependencies import IngestionDep, JobsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.jobs import JobAccepted, JobFileOut, JobFilesReply, JobOut, JobsReply
from service.web.sse.event_stream import NamedEvent, describe_events, stream_events

router = APIRouter(
    prefix="/v1/jobs",
    tags=["jobs"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = describe_problems(HTTPStatus.NOT_FOUND)
_POLL_SECONDS = 0.25
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An event `progress` with the job whenever it changes, and an event "
        "`final` with the job when it ends.",
        "content": describe_events("progress", "final", "error"),
    }
}
JobId = Annotated[
    str,
    Path(
        max_length=100, description="Id of the job.", examples=["cecaaf58e5134ba085ec2d2f6924436a"]
    ),
]


@router.get("")
def list_jobs(
    jobs: JobsDep,
    cursor: Annotated[
        int | None,
        Query(ge=0, lt=2**63, description="The `next_cursor` of the previous page.", examples=[12]),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=200, description="Maximum number of jobs to return.")
    ] = 50,
) -> JobsReply:
    """List the jobs page by page, newest first."""
    found = jobs.newest(cursor, limit + 1)
    page, now = found[:limit], time.time()
    return JobsReply(
        jobs=[JobOut.of(job, now) for job in page],
        next_cursor=page[-1].key if len(found) > limit else None,
    )


@router.get("/{job_id}", responses=_NOT_FOUND)
def get_job(job_id: JobId, jobs: JobsDep) -> JobOut:
    """Return the progress of a job."""
    return JobOut.of(_get_job(jobs, job_id), time.time())


@router.get("/{job_id}/files", responses=_NOT_FOUND)
def list_job_files(
    job_id: JobId,
    jobs: JobsDep,
    state: Annotated[
        FileState | None, Query(description="Return only files in this state.")
    ] = None,
    cursor: Annotated[
        int, Query(ge=-1, lt=2**63, description="The `next_cursor` of the previous page.")
    ] = -1,
    limit: Annotated[
        int, Query(ge=1, le=1000, description="Maximum number of files to return.")
    ] = 100,
) -> JobFilesReply:
    """List the files in a job page by page, optionally only those in one state."""
    files = jobs.files(_get_job(jobs, job_id), state, cursor, limit + 1)
    page = files[:limit]
    return JobFilesReply(
        files=[JobFileOut.of(file) for file in page],
        next_cursor=page[-1].n if len(files) > limit else None,
    )


@router.get("/{job_id}/events", response_class=Response, responses={**_NOT_FOUND, **_EVENTS})
async def follow_job(job_id: JobId, jobs: JobsDep) -> Response:
    """Stream the progress of a job, whichever process runs it."""
    job = await asyncio.to_thread(_get_job, jobs, job_id)
    return stream_events(_watch_job(jobs, job))


async def _watch_job(jobs: JobStore, job: Job) -> AsyncGenerator[NamedEvent, None]:
    yield "progress", JobOut.of(job, time.time())
    while not job.state.finished:
        await asyncio.sleep(_POLL_SECONDS)
        newer = await asyncio.to_thread(jobs.find, job.id)
        if newer is None:  # removed, because it ended long ago
            return
        if newer != job:
            yield "progress", JobOut.of(newer, time.time())
        job = newer
    yield "final", JobOut.of(job, time.time())


@router.delete("/{job_id}", status_code=HTTPStatus.ACCEPTED, responses=_NOT_FOUND)
def cancel_job(job_id: JobId, ingestion: IngestionDep, jobs: JobsDep) -> JobOut:
    """Cancel a job after its current file. Stored articles stay; a finished job is unaffected."""
    ingestion.jobs.cancel(_get_job(jobs, job_id).id)
    ingestion.worker.wake()
    return JobOut.of(_get_job(jobs, job_id), time.time())


@router.post(
    "/{job_id}/retry",
    status_code=HTTPStatus.ACCEPTED,
    responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def retry_job(
    job_id: JobId, ingestion: IngestionDep, jobs: JobsDep, response: Response
) -> JobAccepted:
    """Retry the failed or cancelled files of a job as a new job."""
    job = ingestion.retry(_get_job(jobs, job_id))
    if job is None:
        detail = "No part of this job failed or was cancelled."
        raise ProblemError(HTTPStatus.CONFLICT, "nothing_to_retry", detail)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobAccepted(job_id=job.id)


def _get_job(jobs: JobStore, job_id: str) -> Job:
    job = jobs.find(job_id)
    if job is None:
        detail = f"There is no job {job_id}; only recent jobs are stored."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_job", detail)
    return job
