"""Strictness: the setting, and the request field that overrides it."""

from pathlib import Path

import httpx
import pytest

from service.answers.answer import Reason
from service.assistant import Assistant
from service.strictness import Strictness
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, with_settings

UNSURE = "六民是一张什么样的网?"


def test_answer_is_given_up_to_its_confidence_and_withheld_above(assistant: Assistant) -> None:
    confidence = assistant.ask(UNSURE).confidence
    assert 0 < confidence < 100
    assert assistant.ask(UNSURE, threshold=confidence).answered
    withheld = assistant.ask(UNSURE, threshold=confidence + 1)
    assert (withheld.reason, withheld.quotes) == (Reason.NOT_TOLD, ())
    assert withheld.confidence == confidence


def test_nothing_is_answered_without_a_match_at_any_level(assistant: Assistant) -> None:
    assert assistant.ask("xyzzy", threshold=0).reason is Reason.NO_MATCH


@pytest.mark.parametrize("strictness", list(Strictness))
def test_setting_decides_what_is_answered(
    seeds_workspace: Workspace, strictness: Strictness
) -> None:
    assistant = Assistant(with_settings(seeds_workspace, strictness=strictness))
    answer = assistant.ask(UNSURE)
    assert answer.answered is (answer.confidence >= strictness.threshold)


def test_balanced_is_the_default(tmp_path: Path) -> None:
    assert open_workspace(tmp_path).settings.strictness is Strictness.BALANCED


def test_request_overrules_the_setting(client: httpx.Client, assistant: Assistant) -> None:
    sure = assistant.ask(UNSURE).confidence
    for strictness in Strictness:
        body = {"question": UNSURE, "strictness": strictness}
        reply = client.post("/v1/ask", json=body).json()
        assert reply["answered"] is (sure >= strictness.threshold)


def test_unknown_strictness_is_refused(client: httpx.Client) -> None:
    reply = client.post("/v1/ask", json={"question": UNSURE, "strictness": "severe"})
    assert reply.status_code == 422
    assert "strictness" in reply.text
