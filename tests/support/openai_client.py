"""OpenAI's own client, pointed at a server of ours."""

from typing import Any

import openai
from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam


def official_client(server_url: str) -> OpenAI:
    http = openai.DefaultHttpxClient(trust_env=False)
    return OpenAI(
        base_url=f"{server_url}/v1", api_key="none", max_retries=0, timeout=60, http_client=http
    )


def complete(api: OpenAI, *said: str, model: str = "wenbao-extractive") -> ChatCompletion:
    """Complete a conversation in which user and assistant take turns."""
    return api.chat.completions.create(model=model, messages=messages(*said))


def messages(*said: str) -> list[ChatCompletionMessageParam]:
    return [
        {"role": "assistant", "content": text} if n % 2 else {"role": "user", "content": text}
        for n, text in enumerate(said)
    ]


def content(completion: ChatCompletion) -> str:
    text = completion.choices[0].message.content
    assert text is not None
    return text


def extra(completion: ChatCompletion | ChatCompletionChunk) -> dict[str, Any]:
    assert completion.model_extra is not None
    return completion.model_extra
