"""Where console commands print, and the options that all of them have."""

import json as json_format
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from embeddings.errors import WenbaoError

# Colours, and bars while something takes long, are for terminals only.
errors = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)

Data = Annotated[Path | None, typer.Option(help="Folder of the library [WENBAO_DATA, ./data].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def print_json(value: object) -> None:
    """Print ``value`` as JSON."""
    out.out(json_format.dumps(value, ensure_ascii=False, indent=2, default=str), highlight=False)


def require_text(text: str) -> str:
    """Return a question or words to search for.

    Raises:
        WenbaoError: they are blank, or not text.
    """
    if text.encode("utf-8", "ignore").decode() != text:
        raise WenbaoError("what was typed is not UTF-8 text: set the terminal to UTF-8")
    if not text.strip():
        raise WenbaoError('what to look for is empty: write it in quotes, such as "绿东村街道"')
    return text
