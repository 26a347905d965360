"""How a route reaches what it answers from."""

from typing import Annotated

from fastapi import Depends, Request

from service.access.keys import Role
from service.assistant import Assistant
from service.conversations.conversation_service import ConversationService
from service.conversations.feedback import FeedbackStore
from service.example_questions import ExampleQuestions
from service.ingestion.ingestion import Ingestion
from service.ingestion.uploads import Uploads
from service.web.metrics import Metrics
from service.web.middleware.authorization import get_key


def _assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


def _ingestion(request: Request) -> Ingestion:
    ingestion: Ingestion = request.app.state.ingestion
    return ingestion


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _examples(request: Request) -> ExampleQuestions:
    examples: ExampleQuestions = request.app.state.examples
    return examples


def _feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


def _conversations(request: Request) -> ConversationService:
    conversations: ConversationService = request.app.state.conversations
    key = get_key(request.scope)
    return conversations.owned_by(key.number if key else None)


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


def _role(request: Request) -> Role:
    key = get_key(request.scope)
    return key.role if key else Role.EDITOR  # who gets here without a key needs none


IngestionDep = Annotated[Ingestion, Depends(_ingestion)]
AssistantDep = Annotated[Assistant, Depends(_assistant)]
ConversationsDep = Annotated[ConversationService, Depends(_conversations)]
ExamplesDep = Annotated[ExampleQuestions, Depends(_examples)]
FeedbackDep = Annotated[FeedbackStore, Depends(_feedback)]
MetricsDep = Annotated[Metrics, Depends(_metrics)]
RoleDep = Annotated[Role, Depends(_role)]
UploadsDep = Annotated[Uploads, Depends(_uploads)]
