"""Rebuilding the index and rolling it back."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from embeddings.errors import StorageError, WenbaoError
from service.web.dependencies import IngestionDep, RightsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.jobs import JobAccepted, ReindexRequest, RollbackReply

router = APIRouter(prefix="/v1", tags=["jobs"])


@router.post(
    "/reindex",
    status_code=HTTPStatus.ACCEPTED,
    responses=describe_problems(
        HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.INSUFFICIENT_STORAGE
    ),
)
def reindex(
    ingestion: IngestionDep,
    rights: RightsDep,
    response: Response,
    request: ReindexRequest | None = None,
) -> JobAccepted:
    """Read changed files again, or rebuild the whole index. Questions are answered throughout."""
    rights.check_everything()
    job = ingestion.reindex() if request and request.full else ingestion.refresh()
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobAccepted(job_id=job.id)


@router.post("/rollback", responses=describe_problems(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT))
def roll_back(ingestion: IngestionDep, rights: RightsDep) -> RollbackReply:
    """Go back to the index from before the last rebuild."""
    rights.check_everything()
    try:
        ingestion.workspace.roll_back()
    except StorageError:
        raise
    except WenbaoError as error:
        raise ProblemError(HTTPStatus.CONFLICT, "no_previous_index", str(error)) from error
    snapshot = ingestion.workspace.snapshot()
    return RollbackReply(
        encoder=snapshot.analyzer.encoder.name, index_revision=snapshot.manifest.revision
    )
