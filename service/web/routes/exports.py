"""Export of stored conversations."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from service.conversations.conversation_service import NoSuchConversationError
from service.conversations.export.export import MEDIA_TYPES, Format, export
from service.conversations.transcript import transcribe
from service.language import Language
from service.web.attachments import build_attachment
from service.web.dependencies import ConversationsDep
from service.web.problems import ProblemError, describe_problems
from service.web.routes.conversations import ConversationId

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
_CONTENT = {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file, as an attachment.", "content": _CONTENT}
}


@router.get(
    "/{conversation_id}/export",
    response_class=Response,
    responses={
        **describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
        **_FILE,
    },
)
def export_conversation(
    conversation_id: ConversationId,
    request: Request,
    conversations: ConversationsDep,
    form: Annotated[
        Format, Query(alias="format", description="File format: Markdown, HTML or Word.")
    ] = Format.MARKDOWN,
    language: Annotated[
        Language,
        Query(description="Language of headings and labels; the content is not translated."),
    ] = Language.CHINESE,
) -> Response:
    """Export a conversation as a file, with its sources as numbered notes."""
    conversation = conversations.conversations.find(conversation_id)
    turns = conversations.recall(conversation_id)
    if conversation is None or not turns:
        detail = str(NoSuchConversationError(conversation_id))
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", detail)
    article = conversations.assistant.library.articles.get
    transcript = transcribe(conversation.title, turns, article, str(request.base_url))
    file = export(transcript, form, language)
    return build_attachment(file.content, file.media_type, file.name)
