"""How a route reaches what it answers from."""

from typing import Annotated

from fastapi import Depends, Request

from service.assistant import Assistant
from service.conversing import Conversing
from service.examples import Examples


def _assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


def _examples(request: Request) -> Examples:
    examples: Examples = request.app.state.examples
    return examples


def _conversing(request: Request) -> Conversing:
    conversing: Conversing = request.app.state.conversing
    return conversing


AssistantDep = Annotated[Assistant, Depends(_assistant)]
ConversingDep = Annotated[Conversing, Depends(_conversing)]
ExamplesDep = Annotated[Examples, Depends(_examples)]
