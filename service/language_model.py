"""The language model that may write answers: its address and its timeouts."""

from dataclasses import dataclass, field
from enum import StrEnum

_CONNECT_SECONDS = 5.0


class Mode(StrEnum):
    """How to answer; ``AUTO`` uses the language model if one is configured."""

    EXTRACTIVE = "extractive"
    LLM = "llm"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an OpenAI-compatible server.

    Attributes:
        url: the address of its ``chat/completions``.
        name: the name of the model on the server.
        timeout: seconds allowed for one answer, retries included.
        key: sent as a bearer token; "" for none.
    """

    url: str
    name: str
    timeout: float
    key: str = field(default="", repr=False)

    @property
    def connect_seconds(self) -> float:
        """How long to wait for a connection."""
        return min(_CONNECT_SECONDS, self.timeout)

    @property
    def silence_seconds(self) -> float:
        """How long to wait for each token, the first included."""
        return self.timeout / 2


def build_completions_url(base: str) -> str:
    """Return the address to post to, for a base address with or without ``/chat/completions``."""
    return f"{base.rstrip('/').removesuffix('/chat/completions')}/chat/completions"
