"""The articles of the library."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse

from embeddings.library.library import Library
from embeddings.library.stored import Holding
from embeddings.nouns import Article
from service.web.dependencies import ArchiveDep, AssistantDep, UploadsDep
from service.web.problems import ProblemError, problem_responses
from service.web.schemas.documents import (
    ArticleChange,
    ArticleSummary,
    DocumentReply,
    DocumentsReply,
)

router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=problem_responses(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = problem_responses(HTTPStatus.NOT_FOUND)
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_GONE = Holding("", 0)  # of an article that was deleted between two looks
ArticleId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="An article's id.")]
Cursor = Annotated[
    str,
    Query(
        pattern="^([0-9a-f]{0,16}|[0-9]{1,12}(\\.[0-9]{1,12})?@[0-9a-f]{16})$",
        description="As the page before gave it; it belongs to one `sort`.",
    ),
]


@router.get("")
def list_documents(
    assistant: AssistantDep,
    q: Annotated[str, Query(max_length=200, description="Words of title or source.")] = "",
    sort: Annotated[
        Literal["id", "changed"], Query(description="changed: what changed last comes first.")
    ] = "id",
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
) -> DocumentsReply:
    """List the articles, a page at a time."""
    library = assistant.workspace.library
    if sort == "changed":
        articles = library.changed_before(_place(cursor), limit + 1, containing=q)
    else:
        articles = library.articles(cursor.rpartition("@")[2], limit + 1, containing=q)
    shown = articles[:limit]
    holdings = library.holdings([article.id for article in shown])
    summaries = [ArticleSummary.of(one, holdings.get(one.id, _GONE)) for one in shown]
    more = bool(shown) and len(articles) > limit
    return DocumentsReply(
        documents=summaries,
        total=library.count_articles(containing=q),
        next_cursor=_cursor(sort, shown[-1], holdings) if more else None,
    )


def _place(cursor: str) -> tuple[float, str] | None:
    at, _, article_id = cursor.rpartition("@")
    return (float(at), article_id) if at else None


def _cursor(sort: str, last: Article, holdings: dict[str, Holding]) -> str:
    if sort == "id":
        return last.id
    return f"{holdings.get(last.id, _GONE).changed_at!r}@{last.id}"


@router.get("/{article_id}", responses=_NOT_FOUND)
def get_document(article_id: ArticleId, assistant: AssistantDep) -> DocumentReply:
    """Return one article whole, with its headings, pages and passages."""
    return _reply(assistant.workspace.library, article_id)


@router.put(
    "/{article_id}",
    responses=problem_responses(
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
def change_document(
    article_id: ArticleId, request: ArticleChange, archive: ArchiveDep
) -> DocumentReply:
    """Store another version of one article; answers are drawn from it a moment later."""
    library = archive.workspace.library
    library.rewrite(request.changed(_article(library, article_id)))
    archive.worker.wake()
    return _reply(library, article_id)


@router.delete("/{article_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def delete_document(article_id: ArticleId, uploads: UploadsDep) -> None:
    """Delete an article: it is in no answer from now on."""
    if not uploads.delete_article(article_id):
        raise _no_such(article_id)


@router.get(
    "/{article_id}/original",
    response_class=FileResponse,
    responses={
        **_NOT_FOUND,
        200: {"description": "The file, always as an attachment.", "content": _BYTES},
    },
)
def get_original(article_id: ArticleId, uploads: UploadsDep) -> FileResponse:
    """Return the file that an article was read from, as it was received."""
    _article(uploads.archive.workspace.library, article_id)
    found = uploads.original_of(article_id)
    if found is None:
        detail = "The file of this article is no longer there; its text is."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_original", detail)
    path, name = found
    return FileResponse(path, media_type="application/octet-stream", filename=name)


def _reply(library: Library, article_id: str) -> DocumentReply:
    article = _article(library, article_id)
    holding = library.holdings([article_id]).get(article_id, _GONE)
    return DocumentReply.whole(article, holding, library.passages_of(article_id))


def _article(library: Library, article_id: str) -> Article:
    article = library.article(article_id)
    if article is None:
        raise _no_such(article_id)
    return article


def _no_such(article_id: str) -> ProblemError:
    detail = f"There is no article {article_id}; it may have been replaced. Search for it."
    return ProblemError(HTTPStatus.NOT_FOUND, "no_such_document", detail)
