"""The console command ``wenbao eval``."""

from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.assistant import Assistant
from service.console import reports
from service.console.opening import Data, open_workspace, out
from service.conversations.feedback import FeedbackStore
from service.evaluation.evaluate import evaluate
from service.evaluation.feedback_items import item_of, lines
from service.evaluation.items import Item, read_items
from service.settings import Settings


def evaluate_answers(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines: id, kind, question, answers, source.")
    ] = None,
    data: Data = None,
    json: Annotated[Path | None, typer.Option(help="Also write all figures to this file.")] = None,
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="Ask what readers told the right answer to.")
    ] = False,
    questions: Annotated[
        Path | None, typer.Option(help="Also write the questions that are asked to this file.")
    ] = None,
) -> None:
    """Ask questions whose answers are known, from a file or from feedback; print the figures."""
    settings = Settings.load(data=data)
    items = [*(read_items(file) if file else ()), *(_told(settings) if from_feedback else ())]
    if not file and not from_feedback:
        raise WenbaoError("Name a file of questions, or give --from-feedback.")
    if questions:
        reports.write_text(lines(items), questions)
    if not items:
        out.print("There is nothing to ask.")
        return
    report = evaluate(Assistant(open_workspace(settings)), items)
    reports.print_evaluation(report, out)
    if json:
        reports.write_json(report, json)


def _told(settings: Settings) -> list[Item]:
    """Return the questions that feedback makes, and say how much of it makes none."""
    told = FeedbackStore(settings.library_path).all()
    items = [item for one in told if (item := item_of(one))]
    out.print(f"feedback on {len(told)} answers; {len(items)} of them tell what is right")
    return items
