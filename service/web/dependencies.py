"""How a route reaches the assistant."""

from typing import Annotated

from fastapi import Depends, Request

from service.assistant import Assistant


def _assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


AssistantDep = Annotated[Assistant, Depends(_assistant)]
