"""Stream the reply to a question: the sources, the answer as it grows, the final answer."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from embeddings.errors import WenbaoError
from embeddings.index.analyzer import Analyzer
from service.answers.answer import Answer, Reason
from service.answers.events import Delta, Event, Final, Sources
from service.language_model import LanguageModel, Mode


class NoLanguageModelError(WenbaoError):
    """A language model was requested, but none is configured."""


def choose_language_model(mode: Mode, model: LanguageModel | None) -> LanguageModel | None:
    """Return the model that writes the answer, if any; ``model`` is the configured one, or None.

    Raises:
        NoLanguageModelError: ``mode`` requires a model, but none is configured.
    """
    if mode is Mode.LLM and model is None:
        raise NoLanguageModelError(
            "no language model is configured: set WENBAO_LLM_URL and WENBAO_LLM_MODEL, "
            "or ask with the mode extractive or auto"
        )
    return None if mode is Mode.EXTRACTIVE else model


def is_generated(found: Answer, model: LanguageModel | None) -> bool:
    """Return whether ``model`` writes the answer, given the extractive answer ``found``.

    It does only if it has something to read: if nothing matches, the question is declined
    without it. Lists and counts of articles need no model, nor does small talk.
    """
    nothing_to_read = found.reason is Reason.NO_MATCH or not found.sources
    return not (model is None or found.mentions or found.statement or nothing_to_read)


async def stream_reply(
    found: Answer,
    analyzer: Analyzer,
    model: LanguageModel | None,
    history: Sequence[tuple[str, str]] = (),
) -> AsyncGenerator[Event, None]:
    """Yield the sources, then pieces of the answer, then the final answer.

    Args:
        found: the extractive answer.
        analyzer: used to check the sentences of the model.
        model: writes the answer; None returns ``found`` unchanged.
        history: the questions and answers before this one, oldest first.
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
    """Return the final answer at the end of ``events``."""
    async with aclosing(events):
        return [event.answer async for event in events if isinstance(event, Final)][-1]
