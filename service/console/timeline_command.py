"""The command ``wenbao timeline``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from embeddings.errors import WenbaoError
from service.assistant import Assistant
from service.console.filter_options import DateFrom, DateTo, Source, Title
from service.console.opening import Data, open_workspace, out
from service.console.reports import write_file
from service.language import detect_language
from service.retrieval.filters import Filters
from service.settings import Settings
from service.timelines.export import Format, export
from service.timelines.timeline import TimelineEntry

_FORMATS = {".csv": Format.CSV, ".md": Format.MARKDOWN}


def show_timeline(  # noqa: PLR0913, PLR0917 - one parameter for each option
    query: Annotated[str, typer.Argument(help="A name, words, or a question.")],
    year: Annotated[int | None, typer.Option(help="Only what is listed under this year.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Maximum number of entries.")] = 200,
    output: Annotated[
        Path | None, typer.Option(help="Write a file, whose name ends in .csv or .md, instead.")
    ] = None,
    source: Source = "",
    title: Title = "",
    date_from: DateFrom = "",
    date_to: DateTo = "",
    data: Data = None,
) -> None:
    """List what the articles say of a subject, each a verbatim sentence, in order of time."""
    form = _FORMATS.get(output.suffix) if output else None
    if output and form is None:
        raise WenbaoError(f"{output} must end in .csv or .md")
    filters = Filters(source, title, date_from, date_to)
    assistant = Assistant(open_workspace(Settings.load(data=data)))
    timeline = assistant.timeline(query, filters).select(year, limit)
    if output and form:
        file = export(timeline, form, detect_language(query), lambda entry: entry.article.url)
        write_file(file.content, output)
        return
    for entry in timeline.entries:
        _print_entry(entry)
    hidden = timeline.total - len(timeline.entries)
    left = f", {hidden} more not shown" if hidden else ""
    out.print(f"{len(timeline.entries)} entries{left}", style="dim")


def _print_entry(entry: TimelineEntry) -> None:
    line = Text(f"{entry.period.iso}  {entry.text}")
    before = len(entry.period.iso) + 2 - entry.quote.start
    for start, end in entry.highlights:
        line.stylize("bold", before + start, before + end)
    out.print(line)
    article = entry.article
    dated = f", {article.publication_date}" if article.publication_date else ""
    out.print(Text(f"    {article.title} ({article.source}{dated})", style="cyan"))
