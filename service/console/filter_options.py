"""Console options that filter questions and searches."""

from typing import Annotated

import typer

Source = Annotated[str, typer.Option(help="Only files whose name contains this text.")]
Title = Annotated[str, typer.Option(help="Only articles whose title contains this text.")]
DateFrom = Annotated[
    str, typer.Option("--from", help="Earliest date: 2017-10-11, 2017-10 or 2017.")
]
DateTo = Annotated[
    str, typer.Option("--to", help="Latest date; a month or a year is included to its end.")
]
