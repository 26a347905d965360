"""The JSON of OpenAI's chat completions, as far as it applies here.

https://platform.openai.com/docs/api-reference/chat
"""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, field_validator

from service.answers.answer import Answer
from service.conversations.stateless_chat import Exchange
from service.followups.interpretation import Interpretation
from service.web.schemas.asking import AnswerItemOut, Interpreted, ShortAnswerOut
from service.web.schemas.fields import Flag
from service.web.schemas.generated import NoticeOut
from service.web.schemas.outcome import (
    AnsweredField,
    ConfidenceField,
    KindField,
    ReasonField,
    UntoldField,
    VerdictField,
)
from service.web.schemas.sources import SourceOut

LONGEST_QUESTION = 2000


class TextPart(BaseModel):
    """A part of a message."""

    type: Literal["text"] = Field(
        description="Always text; other types are not supported.", examples=["text"]
    )
    text: str = Field(
        description="The text; parts are joined with line breaks.", examples=["惠济区委书记是谁?"]
    )


class ChatMessage(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant"] = Field(
        description="user for questions and assistant for earlier answers; instructions (system, "
        "developer) are not followed.",
        examples=["user"],
    )
    content: str | list[TextPart] | None = Field(
        None, description="Text of the message.", examples=["惠济区委书记是谁?"]
    )

    @field_validator("content", mode="before")
    @classmethod
    def _check_parts(cls, content: object) -> object:
        for part in content if isinstance(content, list) else ():
            kind = part.get("type") if isinstance(part, dict) else None
            if isinstance(kind, str) and kind != "text":
                raise ValueError(f"parts of type {kind} are not supported; send text only")
        return content

    @property
    def text(self) -> str:
        """The text of all parts."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """Options for streaming."""

    include_usage: Flag = Field(
        False, description="Whether to end the stream with a chunk that contains the usage."
    )


class ChatRequest(BaseModel):
    """A conversation whose last user message is the question. Other fields are ignored."""

    model: str = Field(
        max_length=200,
        description="wenbao-extractive, or wenbao-llm if a language model is configured; with a "
        "slash and the name of a collection, only from its articles.",
        examples=["wenbao-extractive"],
    )
    messages: list[ChatMessage] = Field(
        min_length=1,
        description="The conversation, oldest first; the last user message is the question.",
        examples=[[{"role": "user", "content": "惠济区委书记是谁?"}]],
    )
    stream: Flag | None = Field(
        None,
        description="Whether to stream the reply as server-sent events, ending with [DONE].",
        examples=[False],
    )
    stream_options: StreamOptions | None = Field(None, description="Options for streaming.")
    n: Literal[1] | None = Field(None, description="Number of answers; only 1.", examples=[1])
    tools: list[dict[str, Any]] | None = Field(
        None, max_length=0, description="Must be empty: tools are not supported.", examples=[[]]
    )
    functions: list[dict[str, Any]] | None = Field(
        None, max_length=0, description="Must be empty: functions are not supported.", examples=[[]]
    )

    @field_validator("n", mode="before")
    @classmethod
    def _check_n(cls, n: object) -> object:
        if isinstance(n, int) and n != 1:
            raise ValueError("there is only one answer; omit n or set it to 1")
        return n

    @field_validator("tools", "functions", mode="before")
    @classmethod
    def _check_tools(cls, tools: object) -> object:
        if tools:
            raise ValueError("tools are not supported; omit them")
        return tools

    @field_validator("messages")
    @classmethod
    def _check_question(cls, messages: list[ChatMessage]) -> list[ChatMessage]:
        questions = [message.text.strip() for message in messages if message.role == "user"]
        if not questions or not questions[-1]:
            raise ValueError("the last user message is the question; it must exist and have text")
        if len(questions[-1]) > LONGEST_QUESTION:
            raise ValueError(
                f"the question has {len(questions[-1])} characters; the limit is {LONGEST_QUESTION}"
            )
        return messages

    @property
    def question(self) -> str:
        """The last user message."""
        return self._exchanges[-1].question

    @property
    def before(self) -> list[Exchange]:
        """Earlier questions with their answers, without messages that cannot be questions."""
        return [e for e in self._exchanges[:-1] if 0 < len(e.question) <= LONGEST_QUESTION]

    @property
    def _exchanges(self) -> list[Exchange]:
        exchanges: list[Exchange] = []
        for message in self.messages:
            if message.role == "user":
                exchanges.append(Exchange(message.text.strip(), ""))
            elif message.role == "assistant" and exchanges:
                answer = "\n".join(filter(None, (exchanges[-1].reply, message.text)))
                exchanges[-1] = Exchange(exchanges[-1].question, answer)
        return exchanges

    @property
    def characters(self) -> int:
        """The total length of all messages."""
        return sum(len(message.text) for message in self.messages)

    @property
    def wants_usage(self) -> bool:
        """Whether the stream should end with the usage."""
        return self.stream_options is not None and self.stream_options.include_usage


class Usage(BaseModel):
    """The lengths of question and answer, in characters instead of tokens."""

    prompt_tokens: int = Field(description="Characters of all messages.")
    completion_tokens: int = Field(description="Characters of the answer.")
    total_tokens: int = Field(description="Sum of both.")

    @classmethod
    def of(cls, prompt: int, completion: int) -> Self:
        """Build from the two lengths."""
        total = prompt + completion
        return cls(prompt_tokens=prompt, completion_tokens=completion, total_tokens=total)


class Outcome(BaseModel):
    """The fields that this server adds to OpenAI's."""

    sources: list[SourceOut] = Field(
        description="The sources; [n] in the content cites source n. If declined, the nearest "
        "passages."
    )
    answered: AnsweredField
    reason: ReasonField
    confidence: ConfidenceField
    kind: KindField
    short_answer: ShortAnswerOut | None = Field(
        description="The words of a quote that answer the question; null if declined."
    )
    items: list[AnswerItemOut] = Field(
        description="The items of a list, or the sides of a comparison, in order; else empty."
    )
    verdict: VerdictField
    untold: UntoldField
    interpreted: Interpreted = Field(description="How the question was understood.")
    notice: NoticeOut | None = Field(
        description="Why a generated answer is missing or incomplete; else null."
    )

    @classmethod
    def of(cls, reading: Interpretation, answer: Answer) -> "Outcome":
        """Convert."""
        return cls(
            sources=[SourceOut.of(source) for source in answer.sources],
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            kind=answer.kind,
            short_answer=ShortAnswerOut.of(answer.short) if answer.short else None,
            items=[AnswerItemOut.of_item(item) for item in answer.items],
            verdict=answer.verdict,
            untold=list(answer.untold),
            interpreted=Interpreted.of(reading, answer),
            notice=NoticeOut.of(answer.notice) if answer.notice else None,
        )


class AssistantMessage(BaseModel):
    """The message with the answer."""

    role: Literal["assistant"] = Field(default="assistant", description="Always assistant.")
    content: str = Field(
        description="The answer, where [n] cites source n, or a sentence that declines."
    )


class Choice(BaseModel):
    """The answer."""

    index: int = Field(default=0, description="Always 0.")
    message: AssistantMessage = Field(description="The answer.")
    finish_reason: Literal["stop"] = Field(default="stop", description="Always stop.")
    logprobs: None = Field(default=None, description="Always null.")


class ChatCompletion(Outcome):
    """An answer in the format of OpenAI's API."""

    id: str = Field(description="Id of the answer.")
    object: Literal["chat.completion"] = Field(
        default="chat.completion", description="Type of this object."
    )
    created: int = Field(description="Time of the answer, in seconds since 1970 (UTC).")
    model: str = Field(description="Model that was requested.")
    choices: list[Choice] = Field(description="A list with the one answer.")
    usage: Usage = Field(description="Lengths, in characters.")


class ModelOut(BaseModel):
    """A model."""

    id: str = Field(description="Name of the model.", examples=["wenbao-extractive"])
    object: Literal["model"] = Field(default="model", description="Type of this object.")
    created: int = Field(description="When the collection last changed, in seconds since 1970.")
    owned_by: Literal["wenbao"] = Field(default="wenbao", description="Always wenbao.")


class ModelsReply(BaseModel):
    """The available models."""

    object: Literal["list"] = Field(default="list", description="Type of this object.")
    data: list[ModelOut] = Field(description="The models.")
