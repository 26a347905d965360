"""The console command ``wenbao eval``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.assistant import Assistant
from service.console import reports
from service.console.files import write_text
from service.console.opening import open_workspace
from service.console.output import Data, Json, errors, out, print_json
from service.conversations.feedback import FeedbackStore
from service.evaluation.evaluate import evaluate
from service.evaluation.feedback_items import build_item, format_lines
from service.evaluation.items import Item, read_items
from service.settings import Settings

app = typer.Typer()


@app.command("eval")
def evaluate_answers(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines: id, kind, question, answers, source.")
    ] = None,
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="Ask questions whose answers readers rated.")
    ] = False,
    questions: Annotated[
        Path | None, typer.Option(help="Also write the questions to this file.")
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Ask questions with known answers, from a file or from feedback, and print the figures."""
    settings = Settings.load(data=data)
    items = [
        *(read_items(file) if file else ()),
        *(_read_feedback(settings) if from_feedback else ()),
    ]
    if not file and not from_feedback:
        raise WenbaoError("Pass a file of questions, or --from-feedback.")
    if questions:
        write_text(format_lines(items), questions)
    if not items:
        out.print("There are no questions to ask.")
        return
    report = evaluate(Assistant(open_workspace(settings)), items)
    if json:
        print_json(asdict(report))
    else:
        reports.print_evaluation(report, out)


def _read_feedback(settings: Settings) -> list[Item]:
    """Return the feedback that identifies a right answer as items, and print how much does."""
    feedback = FeedbackStore(settings.library_path).all()
    items = [item for entry in feedback if (item := build_item(entry))]
    errors.print(
        f"feedback on {len(feedback)} answers; {len(items)} of them identify a right answer"
    )
    return items
