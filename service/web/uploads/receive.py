"""Receives uploads: each file is written to disk while the body arrives, in any media type."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect

from embeddings.documents import Filing
from embeddings.storage.atomic import NewFile
from service.ingestion.uploads import Upload
from service.web.middleware.body_limit import ARTICLE_BYTES
from service.web.problems import ProblemError
from service.web.schemas.documents import ArticleIn, Line
from service.web.uploads.multipart import MalformedBodyError, MultipartFiles

_MOST_FILES = 10_000
_MOST_ERRORS = 20
_LIST = TypeAdapter(list[ArticleIn])
_NAME: TypeAdapter[str] = TypeAdapter(Line)
Model = TypeVar("Model")
Data = TypeVar("Data", bytes, str)
Begin = Callable[[], NewFile]


class Receiver(Protocol):
    """Receives the body of one request."""

    def write(self, data: bytes) -> None:
        """Write the next bytes of the body."""

    def finish(self) -> list[Upload]:
        """Return all files, closed."""

    def discard(self) -> None:
        """Remove files that were not accepted."""


async def receive(request: Request, receiver: Receiver) -> list[Upload]:
    """Return the files of a request; if it fails, none is left behind.

    Raises:
        ProblemError: the body is too long, or does not match its media type.
        StorageError: the disk is full.
    """
    try:
        async for data in request.stream():
            await asyncio.to_thread(receiver.write, data)
        return await asyncio.to_thread(receiver.finish)
    except (MalformedBodyError, ClientDisconnect) as error:
        receiver.discard()
        raise _build_malformed(str(error) or "it is incomplete") from error
    except BaseException:
        receiver.discard()
        raise


class LimitedFile:
    """A new file that refuses to grow beyond ``limit`` bytes."""

    def __init__(self, name: str, file: NewFile, limit: int) -> None:
        self.upload = Upload(name, file)
        self._limit = limit

    def write(self, data: bytes) -> None:
        """Append ``data``."""
        if self.upload.file.size + len(data) > self._limit:
            detail = (
                f"{self.upload.name or 'The file'} exceeds the limit of {self._limit} bytes per"
                " file. Split it, or raise WENBAO_UPLOAD_BYTES."
            )
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            raise ProblemError(status, "file_too_large", detail)
        self.upload.file.write(data)

    def close(self) -> None:
        """Flush the file to disk."""
        self.upload.file.close()


class MultipartReceiver:
    """Receives the files in a multipart body."""

    def __init__(self, content_type: str, begin: Begin, limit: int) -> None:
        self._begin_file = begin
        self._limit = limit
        self._files: list[LimitedFile] = []
        try:
            self._body = MultipartFiles(content_type, self._begin)
        except MalformedBodyError as error:
            raise _build_malformed(str(error)) from error

    def _begin(self, name: str) -> LimitedFile:
        if len(self._files) == _MOST_FILES:
            detail = f"A request may have at most {_MOST_FILES} files. Send the rest in another."
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many_files", detail)
        file = LimitedFile(name, self._begin_file(), self._limit)
        self._files.append(file)
        return file

    def write(self, data: bytes) -> None:
        """Write the next bytes of the body."""
        self._body.write(data)

    def finish(self) -> list[Upload]:
        """Return the files."""
        self._body.finish()
        if not self._files:
            detail = "The request has no file. Send at least one, with a file name."
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_files", detail)
        stated = self._body.fields.get("collection", "")
        collection = _validate(_NAME.validate_python, stated, "collection")
        return [replace(file.upload, filing=Filing(collection)) for file in self._files]

    def discard(self) -> None:
        """Remove files that were not accepted."""
        for file in self._files:
            file.upload.file.discard()


class NdjsonReceiver:
    """Receives articles as JSON, one per line, into one file of such lines."""

    def __init__(self, name: str, begin: Begin, limit: int) -> None:
        self._name = name
        self._file = LimitedFile(name or "The request body", begin(), limit)
        self._rest = b""
        self._number = 0

    def write(self, data: bytes) -> None:
        """Write the next bytes of the body."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._read_line(line)
        if len(self._rest) > ARTICLE_BYTES:
            detail = f"Line {self._number + 1} exceeds the limit of {ARTICLE_BYTES} bytes."
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "line_too_long", detail)

    def _read_line(self, line: bytes) -> None:
        self._number += 1
        if line.strip():
            article = _validate(ArticleIn.model_validate_json, line, f"line {self._number}")
            self._file.write(_encode_line(article))

    def finish(self) -> list[Upload]:
        """Return the file."""
        self._read_line(self._rest)
        return [_finish_file(self._file, self._name)]

    def discard(self) -> None:
        """Remove files that were not accepted."""
        self._file.upload.file.discard()


class JsonReceiver:
    """Receives an article as JSON, or a list, into one file with an article per line."""

    def __init__(self, name: str, begin: Begin, limit: int) -> None:
        self._name = name
        self._file = LimitedFile(name or "The request body", begin(), limit)
        self._body = bytearray()

    def write(self, data: bytes) -> None:
        """Write the next bytes of the body."""
        self._body += data
        if len(self._body) > ARTICLE_BYTES:
            detail = (
                f"Articles as JSON may have at most {ARTICLE_BYTES} bytes in total."
                " Send more as application/x-ndjson, or as files."
            )
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "json_too_long", detail)

    def finish(self) -> list[Upload]:
        """Return the file."""
        body = bytes(self._body)
        if body.lstrip().startswith(b"["):
            articles = _validate(_LIST.validate_json, body)
            name = self._name
        else:
            articles = [_validate(ArticleIn.model_validate_json, body)]
            name = self._name or articles[0].id
        for article in articles:
            self._file.write(_encode_line(article))
        return [_finish_file(self._file, name)]

    def discard(self) -> None:
        """Remove files that were not accepted."""
        self._file.upload.file.discard()


def _finish_file(file: LimitedFile, name: str) -> Upload:
    """Close a file of articles and name it; the default name is derived from its content."""
    stored = file.upload.file
    if not stored.size:
        detail = "The request has no article. Send at least one."
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_articles", detail)
    file.close()
    name = name or f"articles-{stored.digest[:12]}"
    return Upload(name if name.lower().endswith(".jsonl") else name + ".jsonl", stored)


def _encode_line(article: ArticleIn) -> bytes:
    fields = article.model_dump(exclude_defaults=True)
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def _validate(read: Callable[[Data], Model], data: Data, *place: str) -> Model:
    try:
        return read(data)
    except ValidationError as error:
        raise RequestValidationError(_list_errors(error, place)) from error


def _list_errors(error: ValidationError, place: Sequence[str]) -> list[dict[str, Any]]:
    details = error.errors(include_context=False, include_input=False)[:_MOST_ERRORS]
    return [{**each, "loc": ("body", *place, *each["loc"])} for each in details]


def _build_malformed(reason: str) -> ProblemError:
    detail = f"The body does not match its media type: {reason}. Send it again completely."
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed_body", detail)
