"""A file that is made for somebody to keep: its content, media type and name."""

import re
from dataclasses import dataclass

# Characters that some file system rejects in a name, or that change the direction of writing.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+')
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An exported file."""

    content: bytes
    media_type: str
    name: str


def build_file_name(title: str) -> str:
    """Return a name that every file system accepts, without its extension."""
    cleaned = _UNSAFE.sub(" ", title.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(cleaned.split())[:_NAME_CHARACTERS].strip(" .") or "wenbao"
