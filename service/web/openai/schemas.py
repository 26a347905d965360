"""The JSON of OpenAI's chat completions, as far as it means something here.

https://platform.openai.com/docs/api-reference/chat
"""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, field_validator

from service.answers.answer import Answer
from service.conversations.stateless_chat import Exchange
from service.followups.interpretation import Interpretation
from service.web.schemas.asking import Interpreted
from service.web.schemas.fields import Flag
from service.web.schemas.generated import NoticeOut
from service.web.schemas.sources import SourceOut

LONGEST_QUESTION = 2000


class TextPart(BaseModel):
    """A piece of a message."""

    type: Literal["text"] = Field(description="Only text is read.", examples=["text"])
    text: str = Field(
        description="Joined with the other pieces, a line each.", examples=["惠济区委书记是谁?"]
    )


class ChatMessage(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant"] = Field(
        description="user asks, assistant is what was told; instructions (system, developer) are "
        "not followed.",
        examples=["user"],
    )
    content: str | list[TextPart] | None = Field(
        None, description="The text.", examples=["惠济区委书记是谁?"]
    )

    @field_validator("content", mode="before")
    @classmethod
    def _check_parts(cls, content: object) -> object:
        for part in content if isinstance(content, list) else ():
            kind = part.get("type") if isinstance(part, dict) else None
            if isinstance(kind, str) and kind != "text":
                raise ValueError(f"parts of the type {kind} cannot be read: send text only")
        return content

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """How to stream."""

    include_usage: Flag = Field(
        False, description="Whether a last chunk without choices tells the usage."
    )


class ChatRequest(BaseModel):
    """A conversation whose last user message is the question. Other fields are ignored."""

    model: str = Field(
        max_length=200,
        description="wenbao-extractive, or wenbao-llm where a language model is set.",
        examples=["wenbao-extractive"],
    )
    messages: list[ChatMessage] = Field(
        min_length=1,
        description="The conversation, oldest first; the last user message asks.",
        examples=[[{"role": "user", "content": "惠济区委书记是谁?"}]],
    )
    stream: Flag | None = Field(
        None,
        description="Whether to reply as server-sent events, ended by [DONE].",
        examples=[False],
    )
    stream_options: StreamOptions | None = Field(None, description="How to stream.")
    n: Literal[1] | None = Field(None, description="One answer is given.", examples=[1])
    tools: list[dict[str, Any]] | None = Field(
        None, max_length=0, description="No tools are called.", examples=[[]]
    )
    functions: list[dict[str, Any]] | None = Field(
        None, max_length=0, description="No functions are called.", examples=[[]]
    )

    @field_validator("n", mode="before")
    @classmethod
    def _check_n(cls, n: object) -> object:
        if isinstance(n, int) and n != 1:
            raise ValueError("one answer is given: leave n out, or let it be 1")
        return n

    @field_validator("tools", "functions", mode="before")
    @classmethod
    def _check_tools(cls, tools: object) -> object:
        if tools:
            raise ValueError("tools cannot be called here: leave them out")
        return tools

    @field_validator("messages")
    @classmethod
    def _check_question(cls, messages: list[ChatMessage]) -> list[ChatMessage]:
        asked = [message.text.strip() for message in messages if message.role == "user"]
        if not asked or not asked[-1]:
            raise ValueError("there must be a user message, and text in the last one: it asks")
        if len(asked[-1]) > LONGEST_QUESTION:
            raise ValueError(
                f"the question has {len(asked[-1])} characters; it may have {LONGEST_QUESTION}"
            )
        return messages

    @property
    def question(self) -> str:
        """The last thing that the user said."""
        return self._exchanges[-1].question

    @property
    def before(self) -> list[Exchange]:
        """What was asked before, as far as it can have been a question, and told."""
        return [one for one in self._exchanges[:-1] if 0 < len(one.question) <= LONGEST_QUESTION]

    @property
    def _exchanges(self) -> list[Exchange]:
        found: list[Exchange] = []
        for message in self.messages:
            if message.role == "user":
                found.append(Exchange(message.text.strip(), ""))
            elif message.role == "assistant" and found:
                told = "\n".join(filter(None, (found[-1].told, message.text)))
                found[-1] = Exchange(found[-1].question, told)
        return found

    @property
    def characters(self) -> int:
        """How long all messages are together."""
        return sum(len(message.text) for message in self.messages)

    @property
    def wants_usage(self) -> bool:
        """Whether the stream is to end with the usage."""
        return self.stream_options is not None and self.stream_options.include_usage


class Usage(BaseModel):
    """How much was read and written, in characters: nothing is cut into tokens here."""

    prompt_tokens: int = Field(description="Characters of all messages.")
    completion_tokens: int = Field(description="Characters of the answer.")
    total_tokens: int = Field(description="Both.")

    @classmethod
    def of(cls, prompt: int, completion: int) -> Self:
        """Add up."""
        total = prompt + completion
        return cls(prompt_tokens=prompt, completion_tokens=completion, total_tokens=total)


class Outcome(BaseModel):
    """What this server tells beyond OpenAI's fields."""

    sources: list[SourceOut] = Field(
        description="Source n is what [n] in the content names; when declined, the nearest."
    )
    answered: bool = Field(description="Whether there is an answer.")
    reason: str | None = Field(description="no_match or weak_match when declined.")
    confidence: int = Field(ge=0, le=100, description="How sure the answer is.")
    interpreted: Interpreted = Field(description="How the question was read.")
    notice: NoticeOut | None = Field(description="What became of the language model.")

    @classmethod
    def of(cls, reading: Interpretation, answer: Answer) -> "Outcome":
        """Convert."""
        return cls(
            sources=[SourceOut.of(source) for source in answer.sources],
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            interpreted=Interpreted(question=reading.question, carried_over=reading.carried_over),
            notice=NoticeOut.of(answer.notice) if answer.notice else None,
        )


class AssistantMessage(BaseModel):
    """What is said."""

    role: Literal["assistant"] = Field(default="assistant", description="Who says it.")
    content: str = Field(description="The answer with [n] for source n, or that there is none.")


class Choice(BaseModel):
    """The answer."""

    index: int = Field(default=0, description="Always 0: one answer is given.")
    message: AssistantMessage = Field(description="The answer.")
    finish_reason: Literal["stop"] = Field(default="stop", description="Answers are always whole.")
    logprobs: None = Field(default=None, description="Never told.")


class ChatCompletion(Outcome):
    """An answer as OpenAI's clients read it."""

    id: str = Field(description="Of this answer.")
    object: Literal["chat.completion"] = Field(
        default="chat.completion", description="What this is."
    )
    created: int = Field(description="Seconds since 1970, UTC.")
    model: str = Field(description="Who was asked to answer.")
    choices: list[Choice] = Field(description="One answer.")
    usage: Usage = Field(description="Counted in characters.")


class ModelOut(BaseModel):
    """Who can be asked."""

    id: str = Field(description="Its name.", examples=["wenbao-extractive"])
    object: Literal["model"] = Field(default="model", description="What this is.")
    created: int = Field(description="When the collection changed last, in seconds since 1970.")
    owned_by: Literal["wenbao"] = Field(default="wenbao", description="Who offers it.")


class ModelsReply(BaseModel):
    """All who can be asked."""

    object: Literal["list"] = Field(default="list", description="What this is.")
    data: list[ModelOut] = Field(description="The models.")
