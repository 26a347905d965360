"""The language model that may write answers: where it is, and how patient to be with it."""

from dataclasses import dataclass, field

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an OpenAI-compatible server.

    Attributes:
        url: the address of its ``chat/completions``.
        name: what the server calls the model.
        timeout: seconds that one answer may take in all, retries included.
        key: sent as bearer token, or "" for none.
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
        """How long to wait for the first token, and from one to the next."""
        return self.timeout / 2


def completions_url(base: str) -> str:
    """Return the address to post to, for a base address with or without ``/chat/completions``."""
    return f"{base.rstrip('/').removesuffix('/chat/completions')}/chat/completions"
