"""Collections and tags."""

from fastapi import APIRouter

from embeddings.library.selection import EVERYTHING
from service.web.dependencies import AssistantDep
from service.web.schemas.collections import CollectionsReply

router = APIRouter(prefix="/v1/collections", tags=["documents"])


@router.get("")
def list_collections(assistant: AssistantDep) -> CollectionsReply:
    """List all collections and tags, with the number of their articles."""
    return CollectionsReply.of(assistant.library.catalogue, EVERYTHING)
