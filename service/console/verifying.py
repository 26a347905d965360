"""The command ``wenbao verify``."""

from dataclasses import asdict
from typing import Annotated

import typer

from service.console import reports
from service.console.output import Data, Json, out, print_json
from service.settings import Settings
from service.workspace import verification
from service.workspace.index_maintenance import load_analyzer
from service.workspace.workspace import open_existing_library

app = typer.Typer()


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is inconsistent.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Check that articles, passages and index are consistent, and report what is not."""
    settings = Settings.load(data=data)
    library, analyzer = open_existing_library(settings), load_analyzer(settings)
    checks = [verification.verify(settings, library, analyzer)]
    if repair and checks[0].inconsistencies:
        verification.repair(settings, library, analyzer, checks[0])
        checks.append(verification.verify(settings, library, analyzer))
    if json:
        print_json([[asdict(one) for one in check.inconsistencies] for check in checks])
    else:
        for n, check in enumerate(checks):
            if n:
                out.print("after the repair:")
            reports.print_inconsistencies(check.inconsistencies, library, out)
    raise typer.Exit(1 if checks[-1].inconsistencies else 0)
