"""Answers to batches of questions, one after another."""

import logging
import time
from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace
from http import HTTPStatus

from pydantic import ValidationError

from service.assistant import Assistant
from service.conversations.choices import Choices
from service.conversations.conversation_service import AskOptions
from service.conversations.stateless_chat import reply_alone
from service.generation.reply import NoLanguageModelError, choose_language_model
from service.logs import REQUEST_ID
from service.web.metrics import Metrics
from service.web.problems import Problem, build_crash_problem, build_invalid_problem
from service.web.schemas.asking import AskReply
from service.web.schemas.batch import BatchLine, BatchProblem, BatchReply
from service.web.schemas.filters import to_filters

_log = logging.getLogger(__name__)
NumberedLine = tuple[int, bytes]


async def answer_lines(
    lines: Iterable[NumberedLine], assistant: Assistant, metrics: Metrics
) -> AsyncGenerator[bytes, None]:
    """Yield the reply or the problem of each numbered line as a line of JSON, in order."""
    for number, line in lines:
        result = await _answer_or_explain(line, assistant, metrics)
        numbered = BatchProblem if isinstance(result, Problem) else BatchReply
        yield numbered(line=number, **dict(result)).model_dump_json().encode() + b"\n"


async def _answer_or_explain(
    line: bytes, assistant: Assistant, metrics: Metrics
) -> AskReply | Problem:
    """Answer one line. Failures become problems, so that the following lines are still answered."""
    try:
        return await _answer(BatchLine.model_validate_json(line), assistant, metrics)
    except ValidationError as error:
        return build_invalid_problem(error.errors(include_context=False, include_input=False))
    except NoLanguageModelError as error:
        status = HTTPStatus.CONFLICT
        code = "no_language_model"
        return Problem(title=status.phrase, status=status, code=code, detail=str(error))
    except Exception:
        _log.exception("request %s failed on a question of its batch", REQUEST_ID.get())
        return build_crash_problem()


async def _answer(line: BatchLine, assistant: Assistant, metrics: Metrics) -> AskReply:
    start = time.perf_counter()
    model = choose_language_model(line.mode, assistant.workspace.settings.language_model)
    threshold = line.strictness.threshold if line.strictness else None
    choices = Choices(to_filters(line.filters), line.strictness, line.mode)
    options = AskOptions(line.top_k, threshold, filters=choices.filters)
    reply = await reply_alone(assistant, line.question, model, options)
    metrics.count_question(reply.answer, time.perf_counter() - start)
    return AskReply.of(replace(reply, choices=choices), debug=line.debug)
