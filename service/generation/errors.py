"""Errors of a language model's server.

WenbaoError
└── LanguageModelError      has the code of the notice for the reader
    └── TransientError      the same request may succeed when retried
"""

from embeddings.errors import WenbaoError
from service.answers.answer import NoticeCode


class LanguageModelError(WenbaoError):
    """The server returned no usable answer."""

    def __init__(self, code: NoticeCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class TransientError(LanguageModelError):
    """The server is unreachable, busy or failing; ``retry_after`` is in seconds, or None."""

    def __init__(self, detail: str, retry_after: float | None = None) -> None:
        super().__init__(NoticeCode.UNAVAILABLE, detail)
        self.retry_after = retry_after
