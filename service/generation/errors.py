"""What can go wrong with a language model's server, as exceptions.

WenbaoError
└── LanguageModelError          names the notice that the reader gets
    └── PassingFailureError     the same request may succeed in a moment
"""

from embeddings.errors import WenbaoError
from service.answers.answer import NoticeCode


class LanguageModelError(WenbaoError):
    """The server gave no answer that can be used."""

    def __init__(self, code: NoticeCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class TransientError(LanguageModelError):
    """The server is away, busy or failing; ``retry_after`` are the seconds it asks for, or None."""

    def __init__(self, detail: str, retry_after: float | None = None) -> None:
        super().__init__(NoticeCode.UNAVAILABLE, detail)
        self.retry_after = retry_after
