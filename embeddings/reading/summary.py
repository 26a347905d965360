"""What is told about a file after it was read: how much it contains, and what could not be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from embeddings.documents import Article
from embeddings.reading.results import NOTHING, Extent, PartFailure, Read, ReadingWarning

_MOST_NAMED = 5  # failed parts, and warnings; the others are only counted


@dataclass(slots=True)
class ReadingSummary:
    """Gathers it while the articles are taken.

    Attributes:
        extent: of what was taken so far.
    """

    extent: Extent = NOTHING
    _failures: list[str] = field(default_factory=list)
    _warnings: list[str] = field(default_factory=list)

    def take(self, reads: Iterator[Read]) -> Iterator[Article]:
        """Yield the articles among the results, and note the others."""
        for result in reads:
            match result:
                case Article():
                    self.extent += Extent(characters=len(result.text))
                    yield result
                case Extent():
                    self.extent += result
                case PartFailure(part, reason):
                    self._failures.append(f"{part}: {reason}")
                case ReadingWarning(part, text):
                    self._warnings.append(f"{part}: {text}".removeprefix(": "))

    def describe(self) -> str:
        """Return which parts failed, and the warnings: the first few, and how many more."""
        return " ".join(
            [
                *_shorten(self._failures, "more parts could not be read."),
                *_shorten(self._warnings, "more warnings."),
            ]
        )


def _shorten(sentences: Sequence[str], others: str) -> Iterator[str]:
    yield from sentences[:_MOST_NAMED]
    if len(sentences) > _MOST_NAMED:
        yield f"{len(sentences) - _MOST_NAMED} {others}"
