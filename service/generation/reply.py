"""Reply to a question step by step: the sources, the answer as it grows, the whole answer."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from enum import StrEnum

from embeddings.errors import WenbaoError
from embeddings.index.analyzer import Analyzer
from service.answers.answer import Answer, Reason
from service.answers.events import Delta, Event, Final, Sources
from service.language_model import LanguageModel


class Mode(StrEnum):
    """Who is to answer; ``AUTO`` is the language model where one is set."""

    EXTRACTIVE = "extractive"
    LLM = "llm"
    AUTO = "auto"


class NoLanguageModelError(WenbaoError):
    """A language model was asked for, and none is set."""


def choose_language_model(mode: Mode, model: LanguageModel | None) -> LanguageModel | None:
    """Return who is to write the answer; ``model`` is the one that is set, or None.

    Raises:
        NoLanguageModelError: ``mode`` wants one, and there is none.
    """
    if mode is Mode.LLM and model is None:
        raise NoLanguageModelError(
            "no language model is set: give WENBAO_LLM_URL and WENBAO_LLM_MODEL, "
            "or ask with the mode extractive or auto"
        )
    return None if mode is Mode.EXTRACTIVE else model


def is_generated(found: Answer, model: LanguageModel | None) -> bool:
    """Tell whether ``model`` is asked to write the answer for which this was ``found``.

    It is only asked when there is something to read: where nothing matches, the question is
    declined without it. What was counted needs none.
    """
    nothing = found.reason is Reason.NO_MATCH or not found.sources
    return not (model is None or found.mentions or nothing)


async def stream_reply(
    found: Answer,
    analyzer: Analyzer,
    model: LanguageModel | None,
    history: Sequence[tuple[str, str]] = (),
) -> AsyncGenerator[Event, None]:
    """Yield the sources, then pieces of the answer, then the whole answer, which counts.

    Args:
        found: the extractive outcome of the question.
        analyzer: what the sentences of the model are checked with.
        model: who is to write the answer; None leaves ``found`` as it is.
        history: the questions and answers before, oldest first.
    """
    yield Sources(found.sources)
    if model is None or not is_generated(found, model):
        if found.text:
            yield Delta(found.text)
        yield Final(found)
        return
    from service.generation.generate import generate  # noqa: PLC0415 - loads the HTTP client

    async with aclosing(generate(found, model, analyzer, history)) as events:
        async for event in events:
            yield event


async def collect_final_answer(events: AsyncGenerator[Event, None]) -> Answer:
    """Return the whole answer at the end of ``events``."""
    async with aclosing(events):
        return [event.answer async for event in events if isinstance(event, Final)][-1]
