"""Console options that filter questions and searches."""

from typing import Annotated

import typer

from service.client import Filters

Source = Annotated[str, typer.Option(help="Only files whose name contains this text.")]
Collection = Annotated[str, typer.Option(help="Only articles of this collection.")]
Tag = Annotated[
    list[str] | None, typer.Option(help="Only articles with this tag; with all, if repeated.")
]
ArticleIds = Annotated[
    list[str] | None, typer.Option("--article", help="Only the article with this id; repeatable.")
]
Title = Annotated[str, typer.Option(help="Only articles whose title contains this text.")]
DateFrom = Annotated[
    str, typer.Option("--from", help="Earliest date: 2017-10-11, 2017-10 or 2017.")
]
DateTo = Annotated[
    str, typer.Option("--to", help="Latest date; a month or a year is included to its end.")
]


def build_filters(  # noqa: PLR0913, PLR0917 - one parameter for each option
    source: str,
    title: str,
    date_from: str,
    date_to: str,
    collection: str,
    tags: list[str] | None,
    article_ids: list[str] | None,
) -> Filters:
    """Return the filters of a request."""
    return Filters(
        source=source,
        title=title,
        date_from=date_from,
        date_to=date_to,
        collection=collection,
        tags=tags or [],
        article_ids=article_ids or [],
    )
