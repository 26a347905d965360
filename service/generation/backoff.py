"""Compute how long to wait before retrying a failing server."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ATTEMPTS = 3
_FIRST_SECONDS = 0.5


def compute_pause(attempt: int, retry_after: float | None) -> float:
    """Return the seconds to wait after the failed ``attempt``, counted from 0.

    That is what the server asks for, or exponential backoff with full jitter (M. Brooker,
    "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
    """
    if retry_after is not None:
        return retry_after
    return random.uniform(0, _FIRST_SECONDS * 2**attempt)  # noqa: S311 - jitter, not a secret


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3).

    Return None if the header is missing, or neither a number of seconds nor a date.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
