"""Images of printed pages, rendered in a sandbox of their own: their files are not trusted."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from embeddings.layout.boxes import Box
from embeddings.places import PlacedText
from embeddings.reading.sandbox.sandbox import Patience, Sandbox

_IDLE_SECONDS = 60.0  # after which the process ends
_PATIENCE = Patience(silence=60.0)


@dataclass
class PageImages:
    """Renders pages, one at a time. Safe to use from many threads."""

    _sandbox: Sandbox = field(default_factory=lambda: Sandbox(_PATIENCE))
    _turn: Lock = field(default_factory=Lock)
    _used_at: float = 0.0

    def render(
        self, path: Path, number: int, longest_side: int, places: Iterable[PlacedText]
    ) -> bytes | None:
        """Return a page as WebP; None if the file has no page of that number.

        ``places`` are where text was found on it: a scan is turned so that they are right.

        Raises:
            UnreadableFileError: the file is damaged, or has no pages.
        """
        with self._turn:
            try:
                lines = [Box(*place[3:]) for place in places]
                return self._sandbox.render_page(path, number, longest_side, lines)
            finally:
                self._used_at = time.monotonic()

    def rest(self) -> None:
        """End the process if no page was asked for lately."""
        if not self._turn.acquire(blocking=False):
            return  # it renders
        try:
            if time.monotonic() - self._used_at > _IDLE_SECONDS:
                self._sandbox.close()
        finally:
            self._turn.release()
