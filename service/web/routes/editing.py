"""The history of articles, taking changes back, and changing several at once."""

from http import HTTPStatus

from fastapi import APIRouter

from embeddings.library.library import Undoing
from service.web.dependencies import AssistantDep, EditingDep
from service.web.problems import ProblemError, describe_problems
from service.web.routes.documents import ArticleId, build_reply, get_article
from service.web.schemas.documents import DocumentReply
from service.web.schemas.editing import ChangeReply, ChangeRequest, HistoryReply

router = APIRouter(
    prefix="/v1",
    tags=["documents"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("/documents/{article_id}/history", responses=describe_problems(HTTPStatus.NOT_FOUND))
def get_history(article_id: ArticleId, assistant: AssistantDep) -> HistoryReply:
    """Return what editors changed in an article, the last change first."""
    get_article(assistant.library, article_id)
    return HistoryReply.of(assistant.library.history.of_article(article_id))


@router.post(
    "/documents/{article_id}/undo",
    responses=describe_problems(
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
def undo_change(article_id: ArticleId, editing: EditingDep) -> DocumentReply:
    """Take back the last change of an article that was not taken back yet."""
    get_article(editing.library, article_id)
    match editing.undo(article_id):
        case Undoing.NOTHING:
            detail = "Nobody has changed this article, or every change was taken back."
            raise ProblemError(HTTPStatus.CONFLICT, "nothing_to_undo", detail)
        case Undoing.CHANGED_SINCE:
            detail = (
                "Its file was read again since that change, and says something else now. Edit the "
                "article instead."
            )
            raise ProblemError(HTTPStatus.CONFLICT, "changed_since", detail)
    return build_reply(editing, get_article(editing.library, article_id))


@router.post(
    "/changes",
    responses=describe_problems(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.INSUFFICIENT_STORAGE
    ),
)
def change_documents(request: ChangeRequest, editing: EditingDep) -> ChangeReply:
    """Change several articles in the same way; the reply tells what became of each."""
    return ChangeReply.of(editing.change_all(request.ids, request.change.apply_to))
