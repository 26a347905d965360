"""The command ``wenbao doctor``."""

from dataclasses import asdict

import typer
from rich.text import Text

from service.console.output import Data, Json, out, print_json
from service.diagnosis import Finding, State, diagnose, tells_failure
from service.settings import Settings

app = typer.Typer()
_STYLES = {State.OK: "green", State.WARNING: "yellow", State.FAILED: "red"}


@app.command()
def doctor(json: Json = False, data: Data = None) -> None:
    """Examine versions, models, data folder, server, keys, library, clock, index and a search.

    Nothing is changed. `wenbao verify` compares everything in the data folder.
    """
    findings = []
    for finding in diagnose(Settings.load(data=data)):
        findings.append(finding)
        if not json:
            _print(finding)
    if json:
        print_json([asdict(finding) for finding in findings])
    raise typer.Exit(1 if tells_failure(findings) else 0)


def _print(finding: Finding) -> None:
    state = Text(f"{finding.state:8}", style=_STYLES[finding.state])
    out.print(state.append(f"{finding.name}: {finding.detail}", style="default"))
