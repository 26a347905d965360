"""The options of the console with which a question or a search is filtered."""

from typing import Annotated

import typer

Source = Annotated[str, typer.Option(help="Stands in the name of the file.")]
Title = Annotated[str, typer.Option(help="Stands in the title.")]
DateFrom = Annotated[
    str, typer.Option("--from", help="From this date on: 2017-10-11, 2017-10 or 2017.")
]
DateTo = Annotated[str, typer.Option("--to", help="Up to this date, or the end of it.")]
