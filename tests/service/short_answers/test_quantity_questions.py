"""Questions for quantities, asked end to end: the short answer is the whole quantity."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.assistant import Assistant
from tests.support.paths import DATA
from tests.support.workspaces import open_workspace, write_pages

# The second file was written with the first but looked at only when all was built.
LEAST = {"quantity_questions": 1.0, "quantity_questions_held": 0.95}


def read_questions(name: str) -> list[dict[str, Any]]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ask_all(questions: list[dict[str, Any]], folder: Path) -> list[tuple[str, str]]:
    """Return each question that was answered wrongly, with its short answer."""
    pages = {f"{n}.txt": f"{one['text']}\n" for n, one in enumerate(questions)}
    collection = write_pages(folder / "pages", pages)
    assistant = Assistant(open_workspace(folder / "data", collection=collection))
    wrong = []
    for one in questions:
        short = assistant.ask(one["question"]).short
        told = short.text if short else ""
        if told not in one["answers"]:
            wrong.append((one["question"], told))
    return wrong


@pytest.mark.parametrize("name", LEAST)
def test_quantities_are_answered_whole(name: str, tmp_path: Path) -> None:
    questions = read_questions(name)
    wrong = ask_all(questions, tmp_path)
    assert len(wrong) <= (1 - LEAST[name]) * len(questions) + 1e-9, wrong
