"""Recognise the pages of a file one by one, none twice, and tell how far it is."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.errors import WenbaoError
from embeddings.layout.boxes import PrintedPage
from embeddings.reading.results import PageBegun, PartFailure, Read, RecognizedPage
from embeddings.scans.finished_pages import FinishedPages, compute_key, encode_page
from embeddings.scans.images import Image, ImageError

if TYPE_CHECKING:  # loaded with the first page that is recognised: most files need neither
    from embeddings.scans.models import Models

_TOO_LARGE = "recognising it takes too long or too much memory. Scan it at 200 dpi."


@dataclass
class Recognizer:
    """What recognises the scanned pages of files.

    Attributes:
        threads: how many processors it uses.
        finished: the folder of the pages that were recognised before; None if none are kept.
        skipped: the keys of pages that broke the process that tried to recognise them.
    """

    threads: int = 1
    finished: Path | None = None
    skipped: frozenset[str] = field(default=frozenset())

    @cached_property
    def _models(self) -> "Models":
        from embeddings.scans.models import Models  # noqa: PLC0415 - takes a second

        return Models(self.threads)

    def recognize(
        self, image: Image, number: int, total: int
    ) -> Generator[Read, None, PrintedPage | None]:
        """Yield what is to be told; return the page in pixels, or None if it cannot be read."""
        key = compute_key(image)
        if key in self.skipped:
            yield PartFailure(name_page(number), _TOO_LARGE)
            return None
        known = FinishedPages(self.finished).load(key) if self.finished else None
        if known:
            return replace(known, number=number)
        yield PageBegun(key, number, total)
        try:
            page = self._recognize_alone(image, number)
        except WenbaoError as error:
            yield PartFailure(name_page(number), str(error))
            return None
        yield RecognizedPage(key, encode_page(page).decode())
        return page

    def _recognize_alone(self, image: Image, number: int) -> PrintedPage:
        """Return the page; an error of a library is one of this page, and not of its file."""
        from embeddings.scans.recognition import recognize  # noqa: PLC0415 - takes a second

        try:
            return recognize(image, self._models, number)
        except WenbaoError:
            raise
        except MemoryError as error:
            raise ImageError(_TOO_LARGE) from error
        except Exception as error:  # of the libraries that work on images: of many types
            raise ImageError("it cannot be recognised. Scan it again, at 200 dpi.") from error


def name_page(number: int) -> str:
    """Return the name of a page as a part of its file."""
    return f"page {number}"
