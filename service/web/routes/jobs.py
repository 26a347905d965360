"""The jobs: how far each is, what became of its files, cancelled or tried again."""

import asyncio
import time
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, Job
from service.web.dependencies import IngestionDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.jobs import JobAccepted, JobFileOut, JobFilesReply, JobOut, JobsReply
from service.web.sse.event_stream import Named, describe_events, stream_events

router = APIRouter(
    prefix="/v1/jobs",
    tags=["jobs"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = describe_problems(HTTPStatus.NOT_FOUND)
_LOOK_SECONDS = 0.25  # between two looks at a job that is followed
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The event `progress` with the job whenever something of it changed, and "
        "at its end `final` with the job.",
        "content": describe_events("progress", "final", "error"),
    }
}
JobId = Annotated[
    str,
    Path(max_length=100, description="A job's id.", examples=["cecaaf58e5134ba085ec2d2f6924436a"]),
]


@router.get("")
def list_jobs(
    ingestion: IngestionDep,
    cursor: Annotated[
        int | None, Query(ge=0, lt=2**63, description="As the page before gave it.", examples=[12])
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
) -> JobsReply:
    """List the jobs, the newest first, a page at a time."""
    found = ingestion.jobs.newest(cursor, limit + 1)
    shown, now = found[:limit], time.time()
    return JobsReply(
        jobs=[JobOut.of(job, now) for job in shown],
        next_cursor=shown[-1].key if len(found) > limit else None,
    )


@router.get("/{job_id}", responses=_NOT_FOUND)
def get_job(job_id: JobId, ingestion: IngestionDep) -> JobOut:
    """Say how far a job is."""
    return JobOut.of(_found(ingestion, job_id), time.time())


@router.get("/{job_id}/files", responses=_NOT_FOUND)
def list_job_files(
    job_id: JobId,
    ingestion: IngestionDep,
    state: Annotated[FileState | None, Query(description="Only the files in this state.")] = None,
    cursor: Annotated[int, Query(ge=-1, lt=2**63, description="As the page before gave it.")] = -1,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many to give at most.")] = 100,
) -> JobFilesReply:
    """List the files of a job, those in one state or all, a page at a time."""
    found = ingestion.jobs.files(_found(ingestion, job_id), state, cursor, limit + 1)
    shown = found[:limit]
    return JobFilesReply(
        files=[JobFileOut.of(file) for file in shown],
        next_cursor=shown[-1].n if len(found) > limit else None,
    )


@router.get("/{job_id}/events", response_class=Response, responses={**_NOT_FOUND, **_EVENTS})
async def follow_job(job_id: JobId, ingestion: IngestionDep) -> Response:
    """Follow a job, whichever process does it."""
    job = await asyncio.to_thread(_found, ingestion, job_id)
    return stream_events(_changes(ingestion, job))


async def _changes(ingestion: Ingestion, job: Job) -> AsyncGenerator[Named, None]:
    yield "progress", JobOut.of(job, time.time())
    while not job.state.finished:
        await asyncio.sleep(_LOOK_SECONDS)
        newer = await asyncio.to_thread(ingestion.jobs.find, job.id)
        if newer is None:  # forgotten: it ended long ago
            return
        if newer != job:
            yield "progress", JobOut.of(newer, time.time())
        job = newer
    yield "final", JobOut.of(job, time.time())


@router.delete("/{job_id}", status_code=HTTPStatus.ACCEPTED, responses=_NOT_FOUND)
def cancel_job(job_id: JobId, ingestion: IngestionDep) -> JobOut:
    """Ask a job to stop after the file it is at; what it stored stays. A finished one stays so."""
    ingestion.jobs.cancel(_found(ingestion, job_id).id)
    ingestion.worker.wake()
    return JobOut.of(_found(ingestion, job_id), time.time())


@router.post(
    "/{job_id}/retry",
    status_code=HTTPStatus.ACCEPTED,
    responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def retry_job(job_id: JobId, ingestion: IngestionDep, response: Response) -> JobAccepted:
    """Try again, as a new job, what failed or was cancelled."""
    job = ingestion.retry(_found(ingestion, job_id))
    if job is None:
        detail = "Nothing of this job failed or was cancelled."
        raise ProblemError(HTTPStatus.CONFLICT, "nothing_to_retry", detail)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobAccepted(job_id=job.id)


def _found(ingestion: Ingestion, job_id: str) -> Job:
    job = ingestion.jobs.find(job_id)
    if job is None:
        detail = f"There is no job {job_id}; only the last ones are remembered."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_job", detail)
    return job
