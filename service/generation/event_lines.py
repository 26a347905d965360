"""Cut a stream of bytes into the data lines of server-sent events."""

from collections.abc import Iterator

from service.generation.failures import LanguageModelError
from service.nouns import NoticeCode

MAXIMUM_LINE_BYTES = 1024 * 1024


class EventLines:
    """Collects bytes and gives the payload of each finished ``data:`` line.

    An event of ``chat/completions`` is one line of JSON, so lines are not joined into events: that
    also reads servers that forget the empty line between two events. Comments, other fields and
    whatever else stands between are passed over, as the standard for event streams says.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Yield the payloads that ``chunk`` completes.

        Raises:
            LanguageModelError: a line is longer than ``MAXIMUM_LINE_BYTES``.
        """
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > MAXIMUM_LINE_BYTES:
            detail = f"the reply has a line of more than {MAXIMUM_LINE_BYTES} bytes"
            raise LanguageModelError(NoticeCode.BROKEN, detail)
        yield from _payloads(lines)

    def finish(self) -> Iterator[str]:
        """Yield the payload of a last line without an end."""
        rest, self._rest = self._rest, b""
        yield from _payloads([rest])


def _payloads(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        if line.startswith(b"data:"):
            yield line[5:].decode("utf-8", "replace").strip()
