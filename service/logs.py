"""The log on standard error, in which no request can forge an entry."""

import json
import logging
import os
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import WatchedFileHandler
from pathlib import Path

from embeddings.errors import WenbaoError

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the request that is being handled, if any."""

CHANGES = "wenbao.changes"
"""Name of the logger of changes to the library, which no level silences."""

_OWNER_ONLY = 0o600
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LogFormat(StrEnum):
    """How entries of the log are written: as text, or one JSON object a line."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important entries that are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class EventFormatter(logging.Formatter):
    r"""Formats an event as one line, with its traceback indented below.

    Control characters are escaped: a path may contain ``\n`` followed by a forged event (CWE-117),
    or sequences that move the cursor of a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the message, followed by the traceback, if any."""
        lines = [record.getMessage()]
        if record.exc_info:
            lines += [f"  {line}" for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(_CONTROL.sub(_escape, line) for line in lines)


class JsonFormatter(logging.Formatter):
    """Formats an event as one line with a JSON object, for programs that collect logs.

    What ``describe`` added to the event are members of the object.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: time (ISO 8601, UTC), level, logger, message and what is known."""
        written = datetime.fromtimestamp(record.created, UTC)
        event: dict[str, object] = {
            "time": written.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            event["request_id"] = request_id
        event |= getattr(record, "members", {})
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


def describe(**members: object) -> dict[str, object]:
    """Return the ``extra`` argument of a logging call that adds members to a JSON object."""
    return {"members": members}


def log_to_standard_error(
    written_as: LogFormat = LogFormat.TEXT, level: LogLevel = LogLevel.WARNING
) -> None:
    """Send events of this program and its libraries to standard error.

    Those of libraries are written from warnings on, whatever the ``level``. A second call replaces
    the first.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if written_as is LogFormat.JSON else EventFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in ("service", "embeddings"):
        logging.getLogger(name).setLevel(level.upper())


def log_changes(path: Path | None) -> None:
    """Append the changes to the library to a file, one JSON object a line; None: to none.

    The file may be moved away at any time; a new one is begun then.

    Raises:
        WenbaoError: the file cannot be written.
    """
    logger = logging.getLogger(CHANGES)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if path is None:
        logger.handlers[:] = [logging.NullHandler()]
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WenbaoError(
            f"cannot write {path}: {reason}; WENBAO_AUDIT_LOG names a file that can be written"
        ) from error
    handler = WatchedFileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonFormatter())
    logger.handlers[:] = [handler]


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
