"""The state of the server and its collection."""

from importlib.metadata import version

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from service.web.dependencies import AssistantDep, ExamplesDep, IngestionDep, MetricsDep, RightsDep
from service.web.metrics import MEDIA_TYPE
from service.web.schemas.state import DeepeningOut, InfoReply, RebuildingOut, StateReply

router = APIRouter(tags=["state"])


@router.get("/healthz")
def healthz() -> StateReply:
    """Return ok if the process is alive."""
    return StateReply(status="ok")


@router.get("/readyz")
def readyz(assistant: AssistantDep) -> StateReply:
    """Return ok if questions can be answered: the library and an index are open."""
    assistant.search("ready", 1)
    return StateReply(status="ok")


@router.get("/metrics", response_class=PlainTextResponse)
def read_metrics(metrics: MetricsDep, rights: RightsDep) -> Response:
    """Return the metrics in Prometheus text format; not with a key for some collections only."""
    rights.check_everything()
    return Response(metrics.render(), media_type=MEDIA_TYPE)


@router.get("/v1/info")
def info(
    assistant: AssistantDep, ingestion: IngestionDep, examples: ExamplesDep, rights: RightsDep
) -> InfoReply:
    """Describe the server and its collection."""
    workspace, library = assistant.workspace, assistant.library
    rebuilding = workspace.rebuilding  # read first: None means that the new encoder is in use
    snapshot = workspace.snapshot()
    progress = None if assistant.collections else ingestion.deepening.progress()
    return InfoReply(
        name="wenbao",
        version=version("wenbao"),
        articles=library.articles.count(),
        passages=library.passages.count(),
        encoder=(snapshot.meaning or snapshot.analyzer).encoder.name,
        language_model=workspace.settings.llm_model if workspace.settings.llm_url else None,
        index_revision=snapshot.manifest.revision,
        former_index=workspace.has_former_index,
        role=rights.role,
        collections=list(rights.collections or ()),
        upload_bytes=workspace.settings.upload_bytes,
        rebuilding=RebuildingOut.of(rebuilding)
        if rebuilding and not assistant.collections
        else None,
        deepening=DeepeningOut.of(progress) if progress else None,
        examples=examples.questions(assistant.collections),
    )
