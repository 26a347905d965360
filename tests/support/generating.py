"""Ask the bundled collection, and let a language model's test server write the answer."""

import asyncio
from collections.abc import Sequence

from service.answers.answer import Answer, NoticeCode
from service.answers.events import Event
from service.assistant import Assistant
from service.generation.prompt import Turn
from service.generation.reply import collect_final_answer, stream_reply
from service.language_model import LanguageModel, build_completions_url
from tests.support.llm_server import LanguageModelServer

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


def model_of(server: LanguageModelServer, timeout: float = 30, key: str = "") -> LanguageModel:
    return LanguageModel(build_completions_url(server.url), "tiny", timeout, key)


def events_of(
    assistant: Assistant, model: LanguageModel, question: str = QUESTION, limit: int = 5
) -> list[Event]:
    async def collect() -> list[Event]:
        found = assistant.ask(question, limit)
        return [event async for event in stream_reply(found, assistant.workspace.analyzer, model)]

    return asyncio.run(collect())


def answer_of(
    assistant: Assistant,
    model: LanguageModel,
    question: str = QUESTION,
    history: Sequence[Turn] = (),
) -> Answer:
    events = stream_reply(assistant.ask(question), assistant.workspace.analyzer, model, history)
    return asyncio.run(collect_final_answer(events))


SUPPORTED = "绿东村街道开通的微信公共平台叫“绿东播报”[1]。"
KEY = "sk-geheim-0123456789"


def assert_fell_back(answer: Answer, assistant: Assistant, code: NoticeCode) -> None:
    """Assert that the extractive answer stands, with a notice that says why."""
    assert answer.notice is not None
    assert (answer.notice.code, answer.generated) == (code, None)
    assert answer.notice.detail
    assert answer.text == assistant.ask(QUESTION).text
    assert "绿东播报" in answer.text
