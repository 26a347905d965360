"""How a route reaches what it answers from."""

from typing import Annotated

from fastapi import Depends, Request

from service.access.keys import Role
from service.assistant import Assistant
from service.conversations.conversation_service import Conversing
from service.conversations.feedback import FeedbackStore
from service.example_questions import Examples
from service.ingestion.ingestion import Archive
from service.ingestion.uploads import Uploads
from service.web.metrics import Metrics
from service.web.middleware.authorization import key_of


def _assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


def _archive(request: Request) -> Archive:
    archive: Archive = request.app.state.archive
    return archive


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _examples(request: Request) -> Examples:
    examples: Examples = request.app.state.examples
    return examples


def _feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


def _conversing(request: Request) -> Conversing:
    conversing: Conversing = request.app.state.conversing
    key = key_of(request.scope)
    return conversing.owned_by(key.number if key else None)


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


def _role(request: Request) -> Role:
    key = key_of(request.scope)
    return key.role if key else Role.EDITOR  # who gets here without a key needs none


ArchiveDep = Annotated[Archive, Depends(_archive)]
AssistantDep = Annotated[Assistant, Depends(_assistant)]
ConversingDep = Annotated[Conversing, Depends(_conversing)]
ExamplesDep = Annotated[Examples, Depends(_examples)]
FeedbackDep = Annotated[FeedbackStore, Depends(_feedback)]
MetricsDep = Annotated[Metrics, Depends(_metrics)]
RoleDep = Annotated[Role, Depends(_role)]
UploadsDep = Annotated[Uploads, Depends(_uploads)]
