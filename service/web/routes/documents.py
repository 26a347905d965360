"""The articles of the library."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse

from embeddings.library.catalogue import Listing, Order, Place
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
        pattern="^([0-9]{1,18}-([0-9a-f]{2}){0,800})?$",
        description="As the page before gave it; it belongs to one `sort` and `order`.",
    ),
]
Sort = Annotated[
    Literal["id", "title", "date", "source", "changed"],
    Query(description="changed: when it was last added or replaced."),
]
Direction = Annotated[
    Literal["asc", "desc"] | None,
    Query(description="By default what changed last comes first, and all else ascends."),
]


@router.get("")
def list_documents(  # noqa: PLR0913 - each is a parameter of the query
    assistant: AssistantDep,
    *,
    q: Annotated[
        str,
        Query(max_length=200, description="Words of title or source; case and script are alike."),
    ] = "",
    sort: Sort = "id",
    order: Direction = None,
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DocumentsReply:
    """List the articles, a page at a time."""
    library = assistant.workspace.library
    descending = (order or ("desc" if sort == "changed" else "asc")) == "desc"
    listing = Listing(Order(sort), descending, q)
    page = library.catalogue.page(listing, limit, _place(cursor))
    holdings = library.holdings(page.ids)
    articles = library.articles_in_order(page.ids)
    return DocumentsReply(
        documents=[ArticleSummary.of(one, holdings.get(one.id, _GONE)) for one in articles],
        total=page.total,
        next_cursor=_cursor(page.end) if page.end else None,
    )


def _place(cursor: str) -> Place | None:
    key, _, value = cursor.partition("-")
    return Place(bytes.fromhex(value).decode("utf-8", "replace"), int(key)) if cursor else None


def _cursor(place: Place) -> str:
    return f"{place.key}-{place.value.encode().hex()}"


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
    """Delete an article: it is in no answer from now on; for ten minutes it can be restored."""
    if not uploads.delete_article(article_id):
        raise _no_such(article_id)


@router.post("/{article_id}/restore", responses=_NOT_FOUND)
def restore_document(article_id: ArticleId, uploads: UploadsDep) -> DocumentReply:
    """Bring back an article that was deleted in the last ten minutes, as it was."""
    library = uploads.archive.workspace.library
    if not uploads.restore_article(article_id) and library.article(article_id) is None:
        detail = "The article is no longer kept: undo works for ten minutes. Add its file again."
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_kept", detail)
    return _reply(library, article_id)


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
