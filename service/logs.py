"""The log on standard error, where nothing that a request brings can pass for an event."""

import logging
import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class EventFormatter(logging.Formatter):
    r"""Writes an event on a line, and its traceback indented below.

    Control characters are escaped: a path may hold ``\n`` and a forged event after it (CWE-117),
    or what moves the cursor of a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the message, and below it the traceback where there is one."""
        lines = [record.getMessage()]
        if record.exc_info:
            lines += [f"  {line}" for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(_CONTROL.sub(_escaped, line) for line in lines)


def log_to_standard_error() -> None:
    """Let warnings and errors of this program and its libraries go to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter())
    logging.getLogger().addHandler(handler)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
