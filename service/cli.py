"""The console command ``wenbao``."""

import os
from importlib.metadata import version
from sqlite3 import DatabaseError
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.console.lazy_commands import LazyCommands
from service.console.output import errors, out
from service.logs import log_to_standard_error

app = typer.Typer(
    cls=LazyCommands,
    help="Answer questions from a collection of articles, offline. Configured by WENBAO_* "
    "environment variables.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        out.print(f"wenbao {version('wenbao')}")
        raise typer.Exit


@app.callback()
def wenbao(
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Answer questions from a collection of articles, offline.

    Configured by WENBAO_* environment variables.
    """


def main() -> None:
    """Run the command, printing our own errors as one sentence without a traceback."""
    os.umask(0o077)  # only the owner may read conversations, keys and backups
    log_to_standard_error()
    try:
        app()
    except WenbaoError as error:
        errors.print(f"wenbao: {error}", style="red", markup=False)
        raise SystemExit(2) from error
    except DatabaseError as error:
        from embeddings.library.database import RESTORE  # noqa: PLC0415 - loads the library

        errors.print(
            f"wenbao: library.sqlite3 in the data folder is damaged: {error}. {RESTORE}",
            style="red",
            markup=False,
        )
        raise SystemExit(2) from error
