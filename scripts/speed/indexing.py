"""Index a corpus: step by step in a process of its own, and as a whole by the command."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.speed.corpora import Corpus, write_articles
from scripts.speed.results import Cost, Indexed
from scripts.speed.wenbao import run_command

_ROOT = Path(__file__).parent.parent.parent
WHOLE = "`wenbao index`, with its start"


def measure_indexing(
    corpus: Corpus, folder: Path, rounds: int, settings: dict[str, str]
) -> Indexed:
    """Index a corpus afresh in every round."""
    articles = write_articles(corpus, folder)
    runs = [_run_stages(articles, folder / f"stages-{n}") for n in range(rounds)]
    nothing = folder / "nothing"
    nothing.mkdir()
    settings = {**settings, "WENBAO_COLLECTION": str(nothing)}
    whole = [
        run_command(["index", str(articles), "--data", str(folder / f"data-{n}")], settings)
        for n in range(rounds)
    ]
    stages = {
        name: Cost.of([(run["stages"][name][0], run["stages"][name][1]) for run in runs])
        for name in runs[0]["stages"]
    }
    return Indexed(
        corpus.name,
        articles=len(corpus.documents),
        characters=corpus.characters,
        passages=runs[0]["passages"],
        stages=stages | {WHOLE: Cost.of(whole)},
        peak_bytes=max(run["peak_bytes"] for run in runs),
        disk_bytes=runs[0]["disk_bytes"],
    )


def _run_stages(articles: Path, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    command = [sys.executable, "-m", "scripts.speed.indexing_stages", str(articles), str(folder)]
    output = subprocess.check_output(command, cwd=_ROOT, text=True)  # noqa: S603 - no untrusted input
    found: dict[str, Any] = json.loads(output)
    return found
