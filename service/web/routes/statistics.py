"""How the collection is made up."""

from fastapi import APIRouter

from service.web.dependencies import AssistantDep
from service.web.schemas.statistics import ShareOut, StatisticsReply

router = APIRouter(prefix="/v1/statistics", tags=["documents"])
_SOURCES = 20


@router.get("")
def read_statistics(assistant: AssistantDep) -> StatisticsReply:
    """Count articles and characters by month and by source."""
    catalogue = assistant.workspace.library.catalogue
    shares, sources = catalogue.months(), catalogue.sources(_SOURCES)
    articles = sum(one.articles for one in shares)
    characters = sum(one.characters for one in shares)
    return StatisticsReply(
        articles=articles,
        characters=characters,
        undated=sum(one.articles for one in shares if not one.name),
        months=[ShareOut.of(one) for one in shares if one.name],
        sources=[ShareOut.of(one) for one in sources],
        other_articles=articles - sum(one.articles for one in sources),
        other_characters=characters - sum(one.characters for one in sources),
    )
