"""Ask without a stored conversation: the client sends the earlier turns, if any."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from service.answers.answer import Answer
from service.answers.conversation import Turn
from service.answers.events import Delta, Event, Final
from service.assistant import Assistant
from service.conversations.chat_text import parse_chat_text, render_chat_text, render_retraction
from service.conversations.conversation_service import (
    Asked,
    AskOptions,
    Reply,
    answer_after,
    build_turn,
)
from service.followups.resolve import REACH
from service.generation.reply import collect_final_answer, is_generated, stream_reply
from service.language_model import LanguageModel


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the reply to it, as the client sends them back."""

    question: str
    reply: str


def ask_after(
    assistant: Assistant,
    question: str,
    before: Sequence[Exchange] = (),
    options: AskOptions | None = None,
) -> Asked:
    """Answer ``question`` after the exchanges ``before``, oldest first; nothing is stored.

    The client does not know how its earlier questions were resolved, so the last few are answered
    again, each after those before it.
    """
    options = options or AskOptions()
    asked_at, turns = time.time(), list[Turn]()
    for exchange in before[-REACH:]:
        turns.append(_rebuild_turn(assistant, exchange, turns, options))
    found = answer_after(assistant, question, turns, options)
    return Asked(question, asked_at, found, tuple(turns), again=False)


async def reply_alone(
    assistant: Assistant, question: str, model: LanguageModel | None, options: AskOptions
) -> Reply:
    """Answer a question that follows no other; nothing is stored."""
    asked = await asyncio.to_thread(ask_after, assistant, question, (), options)
    answer = await collect_final_answer(stream_answer(assistant, asked, model))
    return replace(asked.reply, answer=answer)


async def stream_answer(
    assistant: Assistant, asked: Asked, model: LanguageModel | None
) -> AsyncGenerator[Event, None]:
    """Yield the events of ``stream_reply``; a generated answer is verified once it is complete."""
    found, analyzer = asked.reply.answer, assistant.workspace.analyzer
    async with aclosing(stream_reply(found, analyzer, model, asked.history)) as events:
        async for event in events:
            if isinstance(event, Final) and event.answer.generated:
                yield Final(await asyncio.to_thread(assistant.verify, event.answer))
            else:
                yield event


async def stream_text(
    assistant: Assistant, asked: Asked, model: LanguageModel | None
) -> AsyncGenerator[str | Answer, None]:
    """Yield the text of the answer as it grows, then the answer itself.

    Text already yielded cannot be taken back. If the final answer differs from it, a sentence that
    retracts it comes first.
    """
    generated = is_generated(asked.reply.answer, model)
    before = ""
    async with aclosing(stream_answer(assistant, asked, model)) as events:
        async for event in events:
            if isinstance(event, Delta) and generated:
                before += event.text
                yield event.text
            elif isinstance(event, Final):
                if rest := _render_rest(before, event.answer):
                    yield rest
                yield event.answer


def _render_rest(before: str, answer: Answer) -> str:
    whole = render_chat_text(answer)
    if whole.startswith(before):
        return whole.removeprefix(before)
    return f"\n\n{render_retraction(answer)}\n{whole}"


def _rebuild_turn(
    assistant: Assistant, exchange: Exchange, before: Sequence[Turn], options: AskOptions
) -> Turn:
    found = answer_after(assistant, exchange.question, before, options)
    turn = build_turn(exchange.question, found, time.time())
    if exchange.reply.strip() == render_chat_text(found.answer):
        return turn
    answer = parse_chat_text(exchange.reply)
    return replace(turn, answer=answer, short=turn.short if turn.short in answer else "")
