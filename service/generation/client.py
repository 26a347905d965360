"""The HTTP client for the language model: the service's only module that opens connections.

httpx2 comes with sentence-transformers, so it adds nothing to the installation. This module is
imported only when the first question goes to a language model.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address
from ssl import SSLContext

import httpx2

from service.answers.answer import NoticeCode
from service.generation.backoff import ATTEMPTS, compute_pause, read_retry_after
from service.generation.completion_stream import DONE, Chunk, EventLines, read_chunk
from service.generation.errors import LanguageModelError, TransientError
from service.generation.prompt import Message
from service.language_model import LanguageModel

MAXIMUM_BYTES = 16 * 1024 * 1024
_LOGGED_BYTES = 500
_log = logging.getLogger(__name__)


async def stream_completion(
    model: LanguageModel, messages: Sequence[Message]
) -> AsyncGenerator[Chunk, None]:
    """Yield the chunks of the answer as they arrive; the last one says why it ends.

    Transient failures before the first text are retried. Closing the iterator ends the request.

    Raises:
        LanguageModelError: the server failed permanently or in every attempt, or took too long.
    """
    deadline = asyncio.get_running_loop().time() + model.timeout
    for attempt in range(ATTEMPTS):
        started = False
        try:
            async with aclosing(_send_once(model, messages, deadline)) as chunks:
                async for chunk in chunks:
                    started = started or bool(chunk.text)
                    yield chunk
        except TransientError as error:
            _log.warning("language model %s: %s", model.name, error)
            wait = compute_pause(attempt, error.retry_after)
            too_late = asyncio.get_running_loop().time() + wait >= deadline
            if started or too_late or attempt == ATTEMPTS - 1:
                raise
            await asyncio.sleep(wait)
        else:
            return


async def _send_once(
    model: LanguageModel, messages: Sequence[Message], deadline: float
) -> AsyncGenerator[Chunk, None]:
    """Send the request once and yield the chunks of the reply."""
    async with _open_response(model, messages, deadline) as response:
        async with aclosing(_read_payloads(model, response, deadline)) as payloads:
            async for payload in payloads:
                if payload == DONE:
                    return
                chunk = read_chunk(payload)
                yield chunk
                if chunk.finished:
                    return
        raise TransientError("the reply broke off")


@asynccontextmanager
async def _open_response(
    model: LanguageModel, messages: Sequence[Message], deadline: float
) -> AsyncIterator[httpx2.Response]:
    """Send the request, and check that the response can be read."""
    body = {"model": model.name, "messages": messages, "stream": True, "temperature": 0}
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    async with _create_client(model) as client:
        request = client.build_request("POST", model.url, headers=headers, content=content)
        async with _limit_wait(model, deadline):
            response = await client.send(request, stream=True)
        try:
            await _check_response(response, model, deadline)
            yield response
        finally:
            await response.aclose()


def _create_client(model: LanguageModel) -> httpx2.AsyncClient:
    """Return a client. It uses no proxy for a server on this machine."""
    timeout = httpx2.Timeout(None, connect=model.connect_seconds)
    return httpx2.AsyncClient(
        verify=_load_tls_context(), timeout=timeout, trust_env=not _is_local(model.url)
    )


@cache
def _load_tls_context() -> SSLContext:
    """Return the context that verifies certificates; cached, because loading it takes 40 ms."""
    return httpx2.create_ssl_context()


def _is_local(url: str) -> bool:
    host = httpx2.URL(url).host
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@asynccontextmanager
async def _limit_wait(model: LanguageModel, deadline: float) -> AsyncIterator[None]:
    """Limit one wait for the server, and translate the errors of the connection."""
    now = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(min(now + model.silence_seconds, deadline)):
            yield
    except TimeoutError as error:
        detail = f"the server sent nothing for {model.silence_seconds:g} seconds"
        if asyncio.get_running_loop().time() >= deadline:
            detail = f"the answer was not complete after {model.timeout:g} seconds"
        raise LanguageModelError(NoticeCode.TIMEOUT, detail) from error
    except httpx2.HTTPError as error:
        detail = f"the connection failed ({type(error).__name__})"
        raise TransientError(detail) from error


async def _check_response(response: httpx2.Response, model: LanguageModel, deadline: float) -> None:
    """Raise the error that a status other than 200, or a web page, means."""
    if response.status_code != HTTPStatus.OK:
        await _log_refusal(response, model, deadline)
        detail = f"the server answered with status {response.status_code}"
        if response.status_code in (408, 429) or response.is_server_error:
            retry_after = read_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            raise TransientError(detail, retry_after)
        raise LanguageModelError(NoticeCode.UNAVAILABLE, detail)
    if _get_media_type(response) == "text/html":
        detail = "the server answered with a web page; WENBAO_LLM_URL may be wrong"
        raise LanguageModelError(NoticeCode.BROKEN, detail)


async def _log_refusal(response: httpx2.Response, model: LanguageModel, deadline: float) -> None:
    """Log the beginning of the body, for the operator rather than readers, without the key."""
    body = b""
    async with aclosing(_read_body(model, response, deadline)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) >= _LOGGED_BYTES:
                break
    text = body[:_LOGGED_BYTES].decode("utf-8", "replace")
    redacted = text.replace(model.key, "***") if model.key else text
    _log.warning("language model %s: %s %r", model.name, response.status_code, redacted)


async def _read_payloads(
    model: LanguageModel, response: httpx2.Response, deadline: float
) -> AsyncGenerator[str, None]:
    """Yield the JSON payloads: the data lines of a stream, or a reply sent as one body."""
    whole = _get_media_type(response) == "application/json"
    lines, body = EventLines(), b""
    async with aclosing(_read_body(model, response, deadline)) as chunks:
        async for chunk in chunks:
            if whole:
                body += chunk
                continue
            for payload in lines.feed(chunk):
                yield payload
    if whole:
        yield body.decode("utf-8", "replace")
    for payload in lines.finish():
        yield payload


async def _read_body(
    model: LanguageModel, response: httpx2.Response, deadline: float
) -> AsyncGenerator[bytes, None]:
    """Yield the body as it arrives, within the time limits and ``MAXIMUM_BYTES``."""
    left = MAXIMUM_BYTES
    chunks = response.aiter_raw()
    while left > 0:
        async with _limit_wait(model, deadline):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        left -= len(chunk)
        yield chunk
    detail = f"the reply is longer than {MAXIMUM_BYTES} bytes"
    raise LanguageModelError(NoticeCode.BROKEN, detail)


def _get_media_type(response: httpx2.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
