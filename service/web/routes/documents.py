"""The articles in the library."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import FileResponse

from embeddings.documents import Article
from embeddings.library.catalogue import Listing, Order, Place
from embeddings.library.library import Library
from embeddings.library.records import Holding
from embeddings.library.selection import Selection
from service.ingestion.editing import Editing
from service.web.dependencies import AssistantDep, EditingDep
from service.web.etags import (
    TAGGED,
    IfMatch,
    IfNoneMatch,
    build_changed_meanwhile,
    check_unchanged,
    compute_etag,
    compute_weak_etag,
    set_etag,
)
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.address_filters import CollectionQuery, TagQuery
from service.web.schemas.documents import (
    ArticleChange,
    ArticleSummary,
    DocumentReply,
    DocumentsReply,
)

router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = describe_problems(HTTPStatus.NOT_FOUND)
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_GONE = Holding("", 0)  # for an article that was deleted between two reads
ArticleId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{16}$", description="Id of the article.", examples=["b7eb46144430e45b"]),
]
Cursor = Annotated[
    str,
    Query(
        pattern="^([0-9]{1,18}-([0-9a-f]{2}){0,800})?$",
        description="The `next_cursor` of the previous page; valid for one `sort` and `order`.",
        examples=["50-"],
    ),
]
Sort = Annotated[
    Literal["id", "title", "date", "source", "changed"],
    Query(description="Field to sort by; changed is when the article was last added or replaced."),
]
Direction = Annotated[
    Literal["asc", "desc"] | None,
    Query(description="Sort direction; defaults to desc for `changed` and asc otherwise."),
]

DateQuery = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$",
        description="A day, a month or a year: the ISO date begins with it.",
        examples=["2017-10"],
    ),
]


def _tag_list(assistant: AssistantDep, response: Response, if_none_match: IfNoneMatch = "") -> None:
    library = assistant.library
    state = (library.revision, library.articles.changed_at, library.within)
    set_etag(response, compute_weak_etag(*state), if_none_match)


@router.get("", responses=TAGGED, dependencies=[Depends(_tag_list)])
def list_documents(  # noqa: PLR0913 - each is a parameter of the query
    assistant: AssistantDep,
    *,
    q: Annotated[
        str,
        Query(
            max_length=200,
            description="Words that the title or the source must contain; ignores case and script.",
            examples=["党建"],
        ),
    ] = "",
    collection: CollectionQuery = "",
    tag: TagQuery = [],  # noqa: B006 - FastAPI copies it
    date: DateQuery = "",
    sort: Sort = "id",
    order: Direction = None,
    cursor: Cursor = "",
    limit: Annotated[
        int, Query(ge=1, le=200, description="Maximum number of articles to return.")
    ] = 50,
) -> DocumentsReply:
    """List the articles page by page."""
    library = assistant.library
    descending = (order or ("desc" if sort == "changed" else "asc")) == "desc"
    tags = tuple(filter(str.strip, tag))
    listing = Listing(Order(sort), descending, Selection(q, collection.strip(), tags, date))
    page = library.catalogue.page(listing, limit, _parse_cursor(cursor))
    holdings = library.articles.holdings(page.ids)
    articles = library.articles.in_order(page.ids)
    doubts = library.places.count_doubts(page.ids)
    return DocumentsReply(
        documents=[
            ArticleSummary.of(article, holdings.get(article.id, _GONE), doubts.get(article.id, 0))
            for article in articles
        ],
        total=page.total,
        next_cursor=_build_cursor(page.end) if page.end else None,
    )


def _parse_cursor(cursor: str) -> Place | None:
    key, _, value = cursor.partition("-")
    return Place(bytes.fromhex(value).decode("utf-8", "replace"), int(key)) if cursor else None


def _build_cursor(place: Place) -> str:
    return f"{place.key}-{place.value.encode().hex()}"


@router.get("/{article_id}", responses={**TAGGED, **_NOT_FOUND})
def get_document(
    article_id: ArticleId, editing: EditingDep, response: Response, if_none_match: IfNoneMatch = ""
) -> DocumentReply:
    """Return an article with its text, headings, pages and passages.

    An article's former id, from before its file was renamed, returns the article under its
    current `id`.
    """
    library = editing.library
    article = library.articles.get_or_successor(article_id)
    if article is None:
        former = library.articles.find_former(article_id)
        raise _build_not_found(article_id, former.title if former else "")
    reply = build_reply(editing, article)
    set_etag(response, compute_etag(reply), if_none_match)
    return reply


@router.put(
    "/{article_id}",
    responses=describe_problems(
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
def change_document(
    article_id: ArticleId,
    request: ArticleChange,
    editing: EditingDep,
    response: Response,
    if_match: IfMatch = "",
) -> DocumentReply:
    """Store a new version of an article. It becomes searchable a moment later."""
    article = get_article(editing.library, article_id)
    check_unchanged(if_match, compute_etag(build_reply(editing, article)))
    confirmed = [(one.start, one.end) for one in request.confirmed]
    if not editing.rewrite(request.apply_to(article), article, confirmed):
        raise build_changed_meanwhile()
    reply = build_reply(editing, get_article(editing.library, article_id))
    response.headers["ETag"] = compute_etag(reply)
    return reply


@router.delete(
    "/{article_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED),
)
def delete_document(article_id: ArticleId, editing: EditingDep, if_match: IfMatch = "") -> None:
    """Delete an article. No answer uses it from now on; it can be restored for ten minutes."""
    if if_match:
        article = get_article(editing.library, article_id)
        check_unchanged(if_match, compute_etag(build_reply(editing, article)))
    if not editing.delete(article_id):
        raise _build_not_found(article_id)


@router.post("/{article_id}/restore", responses=_NOT_FOUND)
def restore_document(article_id: ArticleId, editing: EditingDep) -> DocumentReply:
    """Restore an article that was deleted within the last ten minutes."""
    library = editing.library
    if not editing.restore(article_id) and library.articles.get(article_id) is None:
        detail = "Articles can be restored for ten minutes. Add its file again."
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_kept", detail)
    return build_reply(editing, get_article(library, article_id))


@router.get(
    "/{article_id}/original",
    response_class=FileResponse,
    responses={
        **_NOT_FOUND,
        200: {"description": "The file, as an attachment.", "content": _BYTES},
    },
)
def get_original(article_id: ArticleId, editing: EditingDep) -> FileResponse:
    """Return the file that an article was read from, byte for byte."""
    get_article(editing.library, article_id)
    original = editing.original_of(article_id)
    if original is None:
        detail = "The file of this article no longer exists; only its text is available."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_original", detail)
    return FileResponse(
        original.path, media_type="application/octet-stream", filename=original.name
    )


def build_reply(editing: Editing, article: Article) -> DocumentReply:
    """Return a whole article, which whoever asks may see."""
    library = editing.uploads.ingestion.workspace.library
    holding = library.articles.holdings([article.id]).get(article.id, _GONE)
    passages = library.passages.of_article(article.id)
    original = editing.original_of(article.id)
    [placed] = library.places.complete([article])
    return DocumentReply.from_article(
        placed, holding, passages, original.path if original else None
    )


def get_article(library: Library, article_id: str) -> Article:
    """Return an article.

    Raises:
        ProblemError: there is none.
    """
    article = library.articles.get(article_id)
    if article is None:
        raise _build_not_found(article_id)
    return article


def _build_not_found(article_id: str, title: str = "") -> ProblemError:
    formerly = f" (formerly {title!r})" if title else ""
    detail = (
        f"There is no article {article_id}{formerly}; it may have been replaced. Search for it."
    )
    return ProblemError(HTTPStatus.NOT_FOUND, "no_such_document", detail, title)
