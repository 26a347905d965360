"""Articles that mention something."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from service.answering.mention_search import PAGE
from service.answers.mentions import MentionQuestion
from service.web.dependencies import AssistantDep
from service.web.problems import describe_problems
from service.web.schemas.address_filters import AddressFilters
from service.web.schemas.mentions import MentionsOut

router = APIRouter(
    prefix="/v1/mentions",
    tags=["ask"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.get("")
def list_mentions(
    assistant: AssistantDep,
    filters: AddressFilters,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=2000,
            pattern=r"[^\s\x00-\x1f]",
            description="A question such as 哪些文章提到焦裕禄?, or the words to search for.",
            examples=["哪些文章提到焦裕禄?"],
        ),
    ],
    cursor: Annotated[
        str,
        Query(
            pattern="^[0-9]{0,9}$",
            description="The `next_cursor` of the previous page.",
            examples=["50"],
        ),
    ] = "",
    limit: Annotated[
        int, Query(ge=1, le=100, description="Maximum number of articles to return.")
    ] = PAGE,
) -> MentionsOut:
    """List all articles that mention something, page by page."""
    asked = assistant.read_mention_question(q) or MentionQuestion((q.strip(),))
    scope = assistant.scope(filters)
    return MentionsOut.of(assistant.mentions(asked, scope, int(cursor or 0), limit))
