"""Read the files inside another file, each as a file of its own."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import KINDS
from embeddings.reading.results import PartFailure, Read, ReadingWarning, prefix_part

ReadFile = Callable[[BinaryIO, str, str], Iterator[Read]]  # stream, suffix, source
_NAMED = 3  # of the files that were skipped for one reason


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside another one.

    Attributes:
        name: unique within the other one.
        suffix: of its own name, which may be shared.
    """

    name: str
    suffix: str


def read_embedded(
    file: EmbeddedFile, load: Callable[[], bytes], source: str, read_file: ReadFile
) -> Iterator[Read]:
    """Yield the results of a file inside ``source``; one that cannot be read is a failed part.

    ``load`` returns its content, or raises ``UnreadableFileError``.
    """
    name = file.name
    try:
        for result in read_file(io.BytesIO(load()), file.suffix, f"{source}/{name}"):
            yield prefix_part(name, result)
    except UnreadableFileError as error:
        yield PartFailure(name, error.reason)


@dataclass(frozen=True, slots=True)
class SkippedFiles:
    """The files that are of no type that can be read, by their suffix."""

    _names: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def skips(self, file: EmbeddedFile) -> bool:
        """Return whether the file is skipped for its suffix, and note it if so."""
        suffix = file.suffix.lower()
        if suffix not in KINDS:
            self._names[suffix].append(file.name)
        return suffix not in KINDS

    def describe(self) -> Iterator[ReadingWarning]:
        """Yield a warning for each type, with the first few names and the number of others."""
        for suffix, names in sorted(self._names.items()):
            reason = f"files of type '{suffix}' cannot be read" if suffix else "no suffix"
            others = len(names) - _NAMED
            listed = ", ".join(names[:_NAMED]) + (f" and {others} more" if others > 0 else "")
            yield ReadingWarning("", f"Skipped ({reason}): {listed}.")
