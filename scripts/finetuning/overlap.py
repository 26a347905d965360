"""Keep what the encoder will be measured on out of its training."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

_BLOCK = 24  # characters
_FEWEST = 2  # shared blocks


class HeldOut:
    """Recognises documents that share text with those that are kept for measuring."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._blocks = {block for text in texts for block in _blocks(text)}

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "HeldOut":
        """Read the field ``text`` of all lines of files of JSON lines, ``*.jsonl.gz``."""
        return cls(text for path in paths for text in read_texts(path))

    def shares(self, text: str) -> bool:
        """Return whether ``text`` shares two blocks of 24 characters with a text held out."""
        return len(self._blocks.intersection(_blocks(text))) >= _FEWEST


def _blocks(text: str) -> set[str]:
    packed = "".join(text.split())
    return {packed[start : start + _BLOCK] for start in range(len(packed) - _BLOCK + 1)}


def read_texts(path: Path) -> Iterable[str]:
    """Yield the field ``text`` of all lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
