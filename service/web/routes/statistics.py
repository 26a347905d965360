"""Statistics of the collection."""

from fastapi import APIRouter

from service.web.dependencies import AssistantDep
from service.web.schemas.statistics import ShareOut, StatisticsReply

router = APIRouter(prefix="/v1/statistics", tags=["documents"])
_SOURCES = 20


@router.get("")
def read_statistics(assistant: AssistantDep) -> StatisticsReply:
    """Count articles and characters by month and by source."""
    catalogue = assistant.library.catalogue
    months, sources = catalogue.months(), catalogue.sources(_SOURCES)
    articles = sum(month.articles for month in months)
    characters = sum(month.characters for month in months)
    return StatisticsReply(
        articles=articles,
        characters=characters,
        undated=sum(month.articles for month in months if not month.name),
        months=[ShareOut.of(month) for month in months if month.name],
        sources=[ShareOut.of(source) for source in sources],
        other_articles=articles - sum(source.articles for source in sources),
        other_characters=characters - sum(source.characters for source in sources),
    )
