"""FastAPI dependencies that give routes access to the application's services."""

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


def _get_assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


def _get_ingestion(request: Request) -> Ingestion:
    ingestion: Ingestion = request.app.state.ingestion
    return ingestion


def _get_uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _get_examples(request: Request) -> ExampleQuestions:
    examples: ExampleQuestions = request.app.state.examples
    return examples


def _get_feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


def _get_conversations(request: Request) -> ConversationService:
    conversations: ConversationService = request.app.state.conversations
    key = get_key(request.scope)
    return conversations.owned_by(key.number if key else None)


def _get_metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


def _get_role(request: Request) -> Role:
    key = get_key(request.scope)
    return key.role if key else Role.EDITOR  # a request that got here without a key needs none


IngestionDep = Annotated[Ingestion, Depends(_get_ingestion)]
AssistantDep = Annotated[Assistant, Depends(_get_assistant)]
ConversationsDep = Annotated[ConversationService, Depends(_get_conversations)]
ExamplesDep = Annotated[ExampleQuestions, Depends(_get_examples)]
FeedbackDep = Annotated[FeedbackStore, Depends(_get_feedback)]
MetricsDep = Annotated[Metrics, Depends(_get_metrics)]
RoleDep = Annotated[Role, Depends(_get_role)]
UploadsDep = Annotated[Uploads, Depends(_get_uploads)]
