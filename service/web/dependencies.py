"""FastAPI dependencies that give routes access to the application's services."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from service.access.rights import Rights
from service.assistant import Assistant
from service.conversations.conversation_service import ConversationService
from service.conversations.feedback import FeedbackStore
from service.example_questions import ExampleQuestions
from service.ingestion.editing import Editing
from service.ingestion.ingestion import Ingestion
from service.ingestion.job_store import JobStore
from service.ingestion.uploads import Uploads
from service.web.metrics import Metrics
from service.web.middleware.authorization import get_key


def _get_rights(request: Request) -> Rights:
    return Rights.of(get_key(request.scope))


def _get_assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant.limited_to(_get_rights(request).within)


def _get_ingestion(request: Request) -> Ingestion:
    ingestion: Ingestion = request.app.state.ingestion
    return ingestion


def _get_uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _get_editing(request: Request) -> Editing:
    return Editing(_get_uploads(request), _get_rights(request))


def _get_jobs(request: Request) -> JobStore:
    return _get_ingestion(request).jobs.limited_to(_get_rights(request).within)


def _get_examples(request: Request) -> ExampleQuestions:
    examples: ExampleQuestions = request.app.state.examples
    return examples


def _get_feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


def _get_conversations(request: Request) -> ConversationService:
    conversations: ConversationService = request.app.state.conversations
    key = get_key(request.scope)
    owned = conversations.owned_by(key.number if key else None)
    return replace(owned, assistant=_get_assistant(request))


def _get_metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


IngestionDep = Annotated[Ingestion, Depends(_get_ingestion)]
AssistantDep = Annotated[Assistant, Depends(_get_assistant)]
ConversationsDep = Annotated[ConversationService, Depends(_get_conversations)]
EditingDep = Annotated[Editing, Depends(_get_editing)]
ExamplesDep = Annotated[ExampleQuestions, Depends(_get_examples)]
FeedbackDep = Annotated[FeedbackStore, Depends(_get_feedback)]
JobsDep = Annotated[JobStore, Depends(_get_jobs)]
MetricsDep = Annotated[Metrics, Depends(_get_metrics)]
RightsDep = Annotated[Rights, Depends(_get_rights)]
UploadsDep = Annotated[Uploads, Depends(_get_uploads)]
