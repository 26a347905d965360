"""Whether the server is up, and what it holds."""

from importlib.metadata import version

from fastapi import APIRouter

from service.web.dependencies import AssistantDep, ExamplesDep
from service.web.schemas.state import InfoReply, RebuildingOut, StateReply

router = APIRouter(tags=["state"])


@router.get("/healthz")
def healthz() -> StateReply:
    """Say that the process is alive."""
    return StateReply(status="ok")


@router.get("/readyz")
def readyz(assistant: AssistantDep) -> StateReply:
    """Say that questions are answered: the library and an index are open."""
    assistant.search("ready", 1)
    return StateReply(status="ok")


@router.get("/v1/info")
def info(assistant: AssistantDep, examples: ExamplesDep) -> InfoReply:
    """Say what this server is and holds."""
    workspace = assistant.workspace
    rebuilding = workspace.rebuilding  # looked at first: null means that the new encoder is in use
    snapshot = workspace.snapshot()
    return InfoReply(
        name="wenbao",
        version=version("wenbao"),
        articles=workspace.library.count_articles(),
        passages=workspace.library.count_passages(),
        encoder=snapshot.tools.encoder.name,
        language_model=workspace.settings.llm_model if workspace.settings.llm_url else None,
        index_revision=snapshot.manifest.revision,
        rebuilding=RebuildingOut.of(rebuilding) if rebuilding else None,
        examples=examples.questions(),
    )
