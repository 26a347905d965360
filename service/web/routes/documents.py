"""The articles of the library."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.web.dependencies import AssistantDep
from service.web.problems import ProblemError, problem_responses
from service.web.schemas.documents import (
    ArticleSummary,
    DocumentReply,
    DocumentsReply,
    PassageOut,
    RangeOut,
)

router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=problem_responses(HTTPStatus.UNPROCESSABLE_ENTITY),
)
ArticleId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="An article's id.")]


@router.get("")
def list_documents(
    assistant: AssistantDep,
    q: Annotated[str, Query(max_length=200, description="Words of title or source.")] = "",
    cursor: Annotated[str, Query(pattern="^[0-9a-f]{0,16}$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DocumentsReply:
    """List the articles, a page at a time."""
    library = assistant.workspace.library
    articles = library.articles(after=cursor, limit=limit + 1, containing=q)
    shown = articles[:limit]
    return DocumentsReply(
        documents=[ArticleSummary.of(article) for article in shown],
        total=library.count_articles(containing=q),
        next_cursor=shown[-1].id if len(articles) > limit else None,
    )


@router.get("/{article_id}", responses=problem_responses(HTTPStatus.NOT_FOUND))
def get_document(article_id: ArticleId, assistant: AssistantDep) -> DocumentReply:
    """Return one article whole, with its headings and passages."""
    library = assistant.workspace.library
    article = library.article(article_id)
    if article is None:
        detail = f"There is no article {article_id}; it may have been replaced. Search for it."
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_document", detail)
    return DocumentReply(
        **ArticleSummary.of(article).model_dump(),
        text=article.text,
        headings=[RangeOut(start=h.start, end=h.end) for h in article.headings],
        passages=[PassageOut.of(passage) for passage in library.passages_of(article_id)],
    )
