"""Statistics of the collection."""

from fastapi import APIRouter

from service.access.keys import Role
from service.web.dependencies import AssistantDep, ConversationsDep, RightsDep
from service.web.schemas.statistics import QuestionsOut, ShareOut, StatisticsReply

router = APIRouter(prefix="/v1/statistics", tags=["documents"])
_MOST = 20


@router.get("")
def read_statistics(
    assistant: AssistantDep, conversations: ConversationsDep, rights: RightsDep
) -> StatisticsReply:
    """Count articles and characters by month, source and collection, and the questions asked.

    An editor for all collections sees the questions of everybody, others their own.
    """
    catalogue, asked = assistant.library.catalogue, conversations.conversations
    months, sources = catalogue.months(), catalogue.sources(_MOST)
    articles = sum(month.articles for month in months)
    characters = sum(month.characters for month in months)
    if rights.role is Role.EDITOR and rights.within is None:
        asked = asked.owned_by(None)
    return StatisticsReply(
        articles=articles,
        characters=characters,
        undated=sum(month.articles for month in months if not month.name),
        months=[ShareOut.of(month) for month in months if month.name],
        sources=[ShareOut.of(source) for source in sources],
        other_articles=articles - sum(source.articles for source in sources),
        other_characters=characters - sum(source.characters for source in sources),
        collections=[ShareOut.of(share) for share in catalogue.collections(_MOST) if share.name],
        questions=QuestionsOut.of(asked.count_usage()),
    )
