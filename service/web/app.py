"""The application: routes, errors, headers and the bundled page."""

from importlib.metadata import version

from service.assistant import Assistant
from service.conversations.conversation_service import ConversationService
from service.conversations.feedback import FeedbackStore
from service.example_questions import ExampleQuestions
from service.ingestion.ingestion import Ingestion
from service.ingestion.uploads import Uploads
from service.web.bundled_page import add_pages
from service.web.metrics import Metrics
from service.web.middleware.stack import add_middleware
from service.web.openai import routes as chat
from service.web.openapi.openapi import DocumentedAPI
from service.web.problems import add_problem_handlers
from service.web.routes import (
    ask,
    batch,
    collections,
    conversations,
    documents,
    editing,
    exports,
    feedback,
    jobs,
    mentions,
    printed_pages,
    reindexing,
    state,
    statistics,
    suggestions,
    timeline,
)
from service.web.routes import (
    uploads as uploading,
)


def create_app(assistant: Assistant, ingestion: Ingestion) -> DocumentedAPI:
    """Return the application that serves ``assistant`` and ``ingestion``."""
    app = DocumentedAPI(
        title="Wenbao 问报",
        version=version("wenbao"),
        docs_url=None,  # we have our own; FastAPI's pages load their assets from the network
        redoc_url=None,
    )
    app.state.assistant = assistant
    app.state.ingestion = ingestion
    app.state.uploads = Uploads.open(ingestion)
    app.state.conversations = ConversationService.open(assistant)
    app.state.feedback = FeedbackStore(assistant.workspace.settings.library_path)
    app.state.examples = ExampleQuestions(assistant)
    app.state.metrics = Metrics(ingestion)
    add_problem_handlers(app)
    for module in (
        ask,
        batch,
        chat,
        collections,
        conversations,
        documents,
        editing,
        feedback,
        exports,
        jobs,
        mentions,
        printed_pages,
        reindexing,
        state,
        statistics,
        suggestions,
        timeline,
        uploading,
    ):
        app.include_router(module.router)
    add_middleware(app, assistant.workspace.settings, app.state.metrics.count_response)
    add_pages(app, assistant.workspace.settings.embedding_origins)
    return app
