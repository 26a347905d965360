"""The log on standard error, in which no request can forge an entry."""

import logging
import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


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


def log_to_standard_error() -> None:
    """Send warnings and errors of this program and its libraries to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter())
    logging.getLogger().addHandler(handler)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
