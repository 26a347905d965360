"""Recognised pages as JSON, kept until their file is stored: a crash does not lose them.

The process that recognises cannot write files. It hands its pages to the one that started it, which
stores them; a later process reads them.
"""

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from embeddings.layout.boxes import Box, Glyph, PrintedPage
from embeddings.scans.images import Image
from embeddings.storage.atomic import write_bytes

_RECIPE = b"5"  # grows when pages are recognised in another way
_KEY = re.compile(r"[0-9a-f]{32}")
_LONGEST = 20_000_000  # bytes
_DIGITS = 2
_EDGES = 4


@dataclass(frozen=True, slots=True)
class FinishedPages:
    """A folder with a file for each recognised page."""

    folder: Path

    def store(self, key: str, content: bytes) -> None:
        """Store a page; what is too long, or has no proper key, is left out.

        Raises:
            StorageError: there is no space for it.
        """
        if _KEY.fullmatch(key) and len(content) <= _LONGEST:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_bytes(self.folder / key, content)

    def load(self, key: str) -> PrintedPage | None:
        """Return a page, or None if it is not there or damaged."""
        try:
            return decode_page(json.loads((self.folder / key).read_bytes()))
        except (OSError, ValueError):
            return None

    def clear(self) -> None:
        """Remove all pages: no file is being read."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                path.unlink(missing_ok=True)


def compute_key(image: Image) -> str:
    """Return what identifies a page: the hash of its pixels and of how they are read."""
    digest = blake2b(repr(image.shape).encode(), digest_size=16, person=_RECIPE)
    digest.update(image.tobytes())
    return digest.hexdigest()


def encode_page(page: PrintedPage) -> bytes:
    """Return a page as JSON."""
    glyphs = [
        [
            g.text,
            *_round(g.box),
            *_round((g.baseline, g.size)),
            round(g.confidence, 4),  # what is in doubt stays in doubt
            int(g.bold),
        ]
        for g in page.glyphs
    ]
    rules = [_round(rule) for rule in page.rules]
    fields = [page.width, page.height, page.skew, glyphs, rules]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _round(values: tuple[float, ...]) -> list[float]:
    return [round(value, _DIGITS) for value in values]


def decode_page(fields: object) -> PrintedPage:
    """Return the page in what ``encode_page`` wrote.

    Raises:
        ValueError: it is malformed.
    """
    match fields:
        case [width, height, skew, list() as glyphs, list() as rules]:
            size = _read_numbers([width, height, skew], 3)
            letters = tuple(map(_decode_glyph, glyphs))
            boxes = tuple(Box(*_read_numbers(rule, _EDGES)) for rule in rules)
            return PrintedPage(1, size[0], size[1], letters, boxes, size[2])
    raise ValueError("no page")


def _decode_glyph(fields: object) -> Glyph:
    match fields:
        case [str(text), *others]:
            *edges, baseline, size, confidence, bold = _read_numbers(others, _EDGES + 4)
            return Glyph(text, Box(*edges), baseline, size, bool(bold), 0, confidence)
    raise ValueError("no character")


def _read_numbers(fields: object, count: int) -> list[float]:
    numbers = fields if isinstance(fields, list) else []
    found = [float(number) for number in numbers if isinstance(number, (int, float))]
    if len(found) != count or len(numbers) != count:
        raise ValueError(f"not {count} numbers")
    return found
