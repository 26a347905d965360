"""Talk to the language model's server: the only module of the service that opens a connection.

httpx2 is the HTTP client that sentence-transformers brings along, so it adds nothing to the
installation; this module is imported when the first question goes to a language model.
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
    """Yield the chunks of the answer as they come; the last one says why it ends.

    Before the first text, failures that may pass are tried again. Closing the iterator ends the
    request.

    Raises:
        LanguageModelError: the server failed, for good or once too often, or took too long.
    """
    deadline = asyncio.get_running_loop().time() + model.timeout
    for attempt in range(ATTEMPTS):
        started = False
        try:
            async with aclosing(_attempt(model, messages, deadline)) as chunks:
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


async def _attempt(
    model: LanguageModel, messages: Sequence[Message], deadline: float
) -> AsyncGenerator[Chunk, None]:
    """Ask once."""
    async with _response(model, messages, deadline) as response:
        async with aclosing(_payloads(model, response, deadline)) as payloads:
            async for payload in payloads:
                if payload == DONE:
                    return
                chunk = read_chunk(payload)
                yield chunk
                if chunk.finished:
                    return
        raise TransientError("the reply broke off")


@asynccontextmanager
async def _response(
    model: LanguageModel, messages: Sequence[Message], deadline: float
) -> AsyncIterator[httpx2.Response]:
    """Open the request, and make sure that it is answered with something to read."""
    body = {"model": model.name, "messages": messages, "stream": True, "temperature": 0}
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    async with _client(model) as client:
        request = client.build_request("POST", model.url, headers=headers, content=content)
        async with _patience(model, deadline):
            response = await client.send(request, stream=True)
        try:
            await _check(response, model, deadline)
            yield response
        finally:
            await response.aclose()


def _client(model: LanguageModel) -> httpx2.AsyncClient:
    """Return a client. A server on this machine is never reached through a proxy."""
    timeout = httpx2.Timeout(None, connect=model.connect_seconds)
    return httpx2.AsyncClient(verify=_tls(), timeout=timeout, trust_env=not _is_here(model.url))


@cache
def _tls() -> SSLContext:
    """Return what certificates are checked with; reading them takes 40 ms."""
    return httpx2.create_ssl_context()


def _is_here(url: str) -> bool:
    host = httpx2.URL(url).host
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@asynccontextmanager
async def _patience(model: LanguageModel, deadline: float) -> AsyncIterator[None]:
    """Limit one wait for the server, and translate what the connection reports."""
    now = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(min(now + model.silence_seconds, deadline)):
            yield
    except TimeoutError as error:
        detail = f"no word from the server for {model.silence_seconds:g} seconds"
        if asyncio.get_running_loop().time() >= deadline:
            detail = f"the answer was not complete after {model.timeout:g} seconds"
        raise LanguageModelError(NoticeCode.TIMEOUT, detail) from error
    except httpx2.HTTPError as error:
        detail = f"the connection failed ({type(error).__name__})"
        raise TransientError(detail) from error


async def _check(response: httpx2.Response, model: LanguageModel, deadline: float) -> None:
    """Raise what a status other than 200, or a web page, means."""
    if response.status_code != HTTPStatus.OK:
        await _log_refusal(response, model, deadline)
        detail = f"the server answered with status {response.status_code}"
        if response.status_code in (408, 429) or response.is_server_error:
            asked = read_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            raise TransientError(detail, asked)
        raise LanguageModelError(NoticeCode.UNAVAILABLE, detail)
    if _kind(response) == "text/html":
        detail = "the server answered with a web page; WENBAO_LLM_URL may be wrong"
        raise LanguageModelError(NoticeCode.BROKEN, detail)


async def _log_refusal(response: httpx2.Response, model: LanguageModel, deadline: float) -> None:
    """Log the beginning of the body: it is for the owner, not for readers. Never the key."""
    body = b""
    async with aclosing(_received(model, response, deadline)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) >= _LOGGED_BYTES:
                break
    text = body[:_LOGGED_BYTES].decode("utf-8", "replace")
    shown = text.replace(model.key, "***") if model.key else text
    _log.warning("language model %s: %s %r", model.name, response.status_code, shown)


async def _payloads(
    model: LanguageModel, response: httpx2.Response, deadline: float
) -> AsyncGenerator[str, None]:
    """Yield the JSON payloads: the data lines of a stream, or a server's one whole reply."""
    whole = _kind(response) == "application/json"
    lines, body = EventLines(), b""
    async with aclosing(_received(model, response, deadline)) as chunks:
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


async def _received(
    model: LanguageModel, response: httpx2.Response, deadline: float
) -> AsyncGenerator[bytes, None]:
    """Yield the body as it comes, in time and at most ``MAXIMUM_BYTES``."""
    left = MAXIMUM_BYTES
    chunks = response.aiter_raw()
    while left > 0:
        async with _patience(model, deadline):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        left -= len(chunk)
        yield chunk
    detail = f"the reply is longer than {MAXIMUM_BYTES} bytes"
    raise LanguageModelError(NoticeCode.BROKEN, detail)


def _kind(response: httpx2.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
