"""What whoever asks has chosen: which articles to ask, how strictly, and who writes the answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from service.language_model import Mode
from service.retrieval.filters import NO_FILTERS, Filters
from service.strictness import Strictness


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices that a question was asked with.

    Attributes:
        filters: which articles it is about.
        strictness: how readily it is declined; None means as configured.
        mode: whether a language model may write the answer.
    """

    filters: Filters = NO_FILTERS
    strictness: Strictness | None = None
    mode: Mode = Mode.AUTO

    def __bool__(self) -> bool:
        """Return whether anything was chosen."""
        return bool(self.filters) or self.strictness is not None or self.mode is not Mode.AUTO


NO_CHOICES = Choices()


def pack_choices(choices: Choices) -> dict[str, Any] | None:
    """Return choices as they are stored: without what was left as it is; None if nothing is."""
    if not choices:
        return None
    filters = {name: value for name, value in asdict(choices.filters).items() if value}
    return {"filters": filters, "strictness": choices.strictness, "mode": choices.mode}


def unpack_choices(packed: Mapping[str, Any] | None) -> Choices:
    """Return stored choices."""
    if packed is None:
        return NO_CHOICES
    filters: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in packed["filters"].items()
    }
    strictness = packed["strictness"]
    return Choices(
        Filters(**filters), Strictness(strictness) if strictness else None, Mode(packed["mode"])
    )
